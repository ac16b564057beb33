import './templates.css'
import { type KeyboardEvent, useState } from 'react'
import { useWords } from '../language/use-words.ts'

export interface VariableFormProps {
  readonly title: string
  /** What is asked for, in order. */
  readonly names: readonly string[]
  readonly onDone: (values: Readonly<Record<string, string>>) => void
  readonly onCancel: () => void
}

/** A field for every variable that is asked for, in the place of the question until they are filled in. */
export function VariableForm({ title, names, onDone, onCancel }: VariableFormProps) {
  const t = useWords('templates')
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') {
      event.preventDefault()
      return onCancel()
    }
    const isField = event.target instanceof HTMLInputElement
    if (event.key !== 'Enter' || !isField) return
    event.preventDefault()
    onDone(values)
  }
  return (
    <fieldset className="variable-form" aria-label={t('fill', { name: title })} onKeyDown={onKeyDown}>
      {names.map((name, index) => (
        <label key={name}>
          <span className="cap">{name}</span>
          <input
            className="field"
            value={values[name] ?? ''}
            // biome-ignore lint/a11y/noAutofocus: the person chose the template to fill it in
            autoFocus={index === 0}
            onChange={(event) => setValues({ ...values, [name]: event.target.value })}
          />
        </label>
      ))}
      <div className="row">
        <button type="button" className="button sm" onClick={() => onDone(values)}>
          {t('insert')}
        </button>
        <button type="button" className="button sm quiet" onClick={onCancel}>
          {t('cancel')}
        </button>
      </div>
    </fieldset>
  )
}
