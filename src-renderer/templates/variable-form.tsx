import './templates.css'
import type { KeyboardEvent } from 'react'
import { useWords } from '../language/use-words.ts'
import type { Filling } from './use-template.ts'

export interface VariableFormProps {
  readonly filling: Filling
  readonly onType: (values: Filling['values']) => void
  readonly onDone: () => void
  readonly onCancel: () => void
}

/** A field for every variable that is asked for, in the place of the question until they are filled in. */
export function VariableForm({ filling, onType, onDone, onCancel }: VariableFormProps) {
  const t = useWords('templates')
  const { template, names, values } = filling
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') {
      event.preventDefault()
      return onCancel()
    }
    const isField = event.target instanceof HTMLInputElement
    if (event.key !== 'Enter' || !isField) return
    event.preventDefault()
    onDone()
  }
  return (
    <fieldset className="variable-form" aria-label={t('fill', { name: template.name })} onKeyDown={onKeyDown}>
      {names.map((name, index) => (
        <label key={name}>
          <span className="cap">{name}</span>
          <input
            className="field"
            value={values[name] ?? ''}
            // biome-ignore lint/a11y/noAutofocus: the person chose the template to fill it in
            autoFocus={index === 0}
            onChange={(event) => onType({ ...values, [name]: event.target.value })}
          />
        </label>
      ))}
      <div className="row">
        <button type="button" className="button sm" onClick={onDone}>
          {t('insert')}
        </button>
        <button type="button" className="button sm quiet" onClick={onCancel}>
          {t('cancel')}
        </button>
      </div>
    </fieldset>
  )
}
