import type { CompactionRow } from '../../src-shared/rows/compaction.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'

export interface SummaryEditorProps {
  readonly row: CompactionRow
  readonly text: string
}

/** The words are kept in the store, so that scrolling away does not lose them. */
export function SummaryEditor({ row, text }: SummaryEditorProps) {
  const { context, toasts } = usePage()
  const t = useWords('context')
  const { fold, edit } = context.getState()
  const save = (): void => {
    if (text.trim() !== '') void toasts.getState().attempt(() => edit(row.id, text.trim()))
  }
  return (
    <div className="editor">
      <textarea
        aria-label={t('fold.field')}
        value={text}
        rows={6}
        maxLength={20_000}
        ref={focusOnce}
        onChange={(event) => fold(row.id, { edit: event.target.value })}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Escape') fold(row.id, { edit: null })
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
          event.preventDefault()
          save()
        }}
      />
      <div className="row">
        <button type="button" className="button sm quiet push" onClick={() => fold(row.id, { edit: null })}>
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
