import './templates.css'
import { FileText, Pencil, Plus, Trash2 } from 'lucide-react'
import { useStore } from 'zustand'
import type { TemplateRow } from '../../src-shared/rows/template.ts'
import { useKeptForm } from '../kept-forms/use-kept-form.ts'
import { useWords } from '../language/use-words.ts'
import { Dialog } from '../ui/dialog.tsx'
import { usePage } from '../use-page.ts'
import { ExamplesButton } from './examples-button.tsx'
import { emptyTemplate, TemplateEditor, type WrittenTemplate, writtenTemplate } from './template-editor.tsx'

/** The templates, to add, change and delete. */
export function TemplateDialog() {
  const { templates: store } = usePage()
  const isOpen = useStore(store, (state) => state.isManaging)
  const t = useWords('templates')
  const edited = useKeptForm('form.template', writtenTemplate)
  if (!isOpen && edited.fields === null) return null
  const leave = (): void => {
    edited.leave()
    store.getState().manage(false)
  }
  const back = (): void => {
    edited.close()
    store.getState().manage(true)
  }
  return (
    <Dialog title={t('dialog')} onClose={leave} isHeld={edited.isChanged}>
      {edited.fields === null ? (
        <TemplateList onEdit={edited.open} onClose={leave} />
      ) : (
        <TemplateEditor template={edited.fields} onType={edited.type} onDone={back} />
      )}
    </Dialog>
  )
}

interface TemplateListProps {
  readonly onEdit: (template: WrittenTemplate) => void
  readonly onClose: () => void
}

function TemplateList({ onEdit, onClose }: TemplateListProps) {
  const { templates, isLoaded } = useStore(usePage().templates)
  const t = useWords('templates')
  return (
    <>
      <p>{t('intro', { example: '{{name}}', known: '{{date}}, {{selection}}, {{clipboard}}' })}</p>
      {isLoaded && templates.length === 0 ? (
        <div className="template-none">
          <p>{t('examplesIntro')}</p>
          <ExamplesButton />
        </div>
      ) : null}
      <ul className="template-list">
        {templates.map((template) => (
          <TemplateLine
            key={template.id}
            template={template}
            onEdit={() => onEdit({ id: template.id, name: template.name, text: template.text })}
          />
        ))}
      </ul>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          {t('close')}
        </button>
        <button type="button" className="button primary" onClick={() => onEdit(emptyTemplate)}>
          <Plus className="small" /> {t('add')}
        </button>
      </div>
    </>
  )
}

function TemplateLine({ template, onEdit }: { readonly template: TemplateRow; readonly onEdit: () => void }) {
  const { templates, toasts } = usePage()
  const t = useWords('templates')
  const { id, name, text } = template
  const attempt = (work: () => Promise<unknown>): void => void toasts.getState().attempt(work)
  const remove = async (): Promise<void> => {
    await templates.getState().remove(id)
    const undo = { label: t('undo'), run: () => attempt(() => templates.getState().put({ name, text }, id)) }
    toasts.getState().show({ kind: 'note', text: t('deleted', { name }), action: undo })
  }
  return (
    <li>
      <FileText />
      <p>
        <b className="cut">{name}</b>
        <span className="cap cut">{text}</span>
      </p>
      <button type="button" className="icon-button" aria-label={t('edit', { name })} onClick={onEdit}>
        <Pencil />
      </button>
      <button type="button" className="icon-button" aria-label={t('delete', { name })} onClick={() => attempt(remove)}>
        <Trash2 />
      </button>
    </li>
  )
}
