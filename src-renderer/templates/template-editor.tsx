import { useState } from 'react'
import { z } from 'zod'
import type { Fault } from '../../src-shared/errors/error-sentence.ts'
import { entityId } from '../../src-shared/rows/columns.ts'
import { faultOf } from '../fault-of.ts'
import { useWords } from '../language/use-words.ts'
import { ErrorNote } from '../ui/error-note.tsx'
import { usePage } from '../use-page.ts'

/** As far as it is written; one that does not exist yet has no id. */
export const writtenTemplate = z.object({ id: entityId.optional(), name: z.string(), text: z.string() })
export type WrittenTemplate = z.infer<typeof writtenTemplate>

export const emptyTemplate: WrittenTemplate = { name: '', text: '' }

export interface TemplateEditorProps {
  readonly template: WrittenTemplate
  readonly onType: (template: WrittenTemplate) => void
  readonly onDone: () => void
}

export function TemplateEditor({ template, onType, onDone }: TemplateEditorProps) {
  const { templates } = usePage()
  const t = useWords('templates')
  const { id, name, text } = template
  const [fault, setFault] = useState<Fault | null>(null)
  const save = async (): Promise<void> => {
    try {
      await templates.getState().put({ name, text }, id)
      onDone()
    } catch (error) {
      setFault(faultOf(error))
    }
  }
  return (
    <form
      className="template-editor"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      {fault ? <ErrorNote fault={fault} /> : null}
      <label>
        <span className="cap">{t('name')}</span>
        <input
          className="field"
          // biome-ignore lint/a11y/noAutofocus: the dialog was opened to write here
          autoFocus
          maxLength={60}
          value={name}
          onChange={(event) => onType({ ...template, name: event.target.value })}
        />
      </label>
      <label>
        <span className="cap">{t('text')}</span>
        <textarea
          className="field"
          rows={7}
          maxLength={20_000}
          value={text}
          onChange={(event) => onType({ ...template, text: event.target.value })}
        />
      </label>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onDone}>
          {t('back')}
        </button>
        <button type="submit" className="button primary" disabled={name.trim() === '' || text.trim() === ''}>
          {t('save')}
        </button>
      </div>
    </form>
  )
}
