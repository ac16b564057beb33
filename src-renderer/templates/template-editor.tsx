import { useState } from 'react'
import type { Fault } from '../../src-shared/errors/error-sentence.ts'
import type { TemplateRow } from '../../src-shared/rows/template.ts'
import { faultOf } from '../fault-of.ts'
import { useWords } from '../language/use-words.ts'
import { ErrorNote } from '../ui/error-note.tsx'
import { usePage } from '../use-page.ts'

export interface TemplateEditorProps {
  /** Null is a new one. */
  readonly template: TemplateRow | null
  readonly onDone: () => void
}

export function TemplateEditor({ template, onDone }: TemplateEditorProps) {
  const { templates } = usePage()
  const t = useWords('templates')
  const [name, setName] = useState(template?.name ?? '')
  const [text, setText] = useState(template?.text ?? '')
  const [fault, setFault] = useState<Fault | null>(null)
  const save = async (): Promise<void> => {
    try {
      await templates.getState().put({ name, text }, template?.id)
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
        {/* biome-ignore lint/a11y/noAutofocus: the dialog was opened to write here */}
        <input className="field" autoFocus maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
      </label>
      <label>
        <span className="cap">{t('text')}</span>
        <textarea className="field" rows={7} maxLength={20_000} value={text} onChange={(event) => setText(event.target.value)} />
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
