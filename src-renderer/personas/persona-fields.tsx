import { useId } from 'react'
import { personaIcon } from '../../src-shared/rows/persona.ts'
import { useWords } from '../language/use-words.ts'
import type { ChangeDraft, PersonaDraft } from './persona-form.ts'
import { PersonaIcon } from './persona-icon.tsx'

export interface PersonaFieldsProps {
  readonly draft: PersonaDraft
  readonly isNameTaken: boolean
  readonly onChange: ChangeDraft
}

/** What it is called, looks like and says to the model. */
export function PersonaFields({ draft, isNameTaken, onChange }: PersonaFieldsProps) {
  const t = useWords('personas')
  const saysId = useId()
  return (
    <>
      <label className="persona-field">
        <b>{t('field.name')}</b>
        <input
          className="field"
          value={draft.name}
          maxLength={60}
          aria-invalid={isNameTaken}
          onChange={(event) => onChange({ name: event.target.value })}
        />
        <span className="cap" role="status">
          {isNameTaken ? t('field.nameTaken') : ''}
        </span>
      </label>
      <IconChoice draft={draft} onChange={onChange} />
      <label className="persona-field">
        <b>{t('field.prompt')}</b>
        <textarea
          className="field"
          rows={6}
          value={draft.system_prompt}
          maxLength={20_000}
          aria-describedby={saysId}
          onChange={(event) => onChange({ system_prompt: event.target.value })}
        />
        <span className="cap" id={saysId}>
          {t('field.promptSays')}
        </span>
      </label>
    </>
  )
}

function IconChoice({ draft, onChange }: Pick<PersonaFieldsProps, 'draft' | 'onChange'>) {
  const t = useWords('personas')
  const name = useId()
  return (
    <fieldset className="persona-icons">
      <legend>{t('field.icon')}</legend>
      {personaIcon.options.map((icon) => (
        <label key={icon}>
          <input
            type="radio"
            className="visually-hidden"
            name={name}
            value={icon}
            aria-label={t(`icon.${icon}`)}
            checked={draft.icon === icon}
            onChange={() => onChange({ icon })}
          />
          <PersonaIcon name={icon} />
        </label>
      ))}
    </fieldset>
  )
}
