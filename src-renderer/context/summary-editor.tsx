import type { CompactionRow } from '../../src-shared/rows/compaction.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'

export interface SummaryEditorProps {
  readonly row: CompactionRow
  readonly text: string
}

/** The words are kept in the store, so that scrolling away does not lose them, and as a draft, so that nothing else does. */
export function SummaryEditor({ row, text }: SummaryEditorProps) {
  const { context, drafts, toasts } = usePage()
  const t = useWords('context')
  const { fold, edit } = context.getState()
  const { write, keep } = drafts.getState()
  const forget = (): void => {
    write(row.id, '')
    void keep(row.id)
  }
  const leave = (): void => {
    fold(row.id, { edit: null })
    forget()
  }
  const save = (): void => {
    if (text.trim() !== '') void toasts.getState().attempt(() => edit(row.id, text.trim()).then(forget))
  }
  return (
    <div className="editor">
      <textarea
        aria-label={t('fold.field')}
        value={text}
        rows={6}
        maxLength={20_000}
        ref={focusOnce}
        onChange={({ target: { value } }) => {
          fold(row.id, { edit: value })
          write(row.id, value)
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Escape') leave()
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
          event.preventDefault()
          save()
        }}
      />
      <div className="row">
        <button type="button" className="button sm quiet push" onClick={leave}>
          {t('cancel')}
        </button>
        <button type="button" className="button sm" onClick={save} disabled={text.trim() === ''}>
          {t('save')}
        </button>
      </div>
    </div>
  )
}

const focusOnce = (field: HTMLTextAreaElement | null): void => field?.focus()
