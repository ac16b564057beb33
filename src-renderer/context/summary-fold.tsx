import './context.css'
import { ChevronRight, Pencil, RefreshCw, Square, Trash2 } from 'lucide-react'
import { memo, useRef } from 'react'
import { useStore } from 'zustand'
import type { CompactionRow } from '../../src-shared/rows/compaction.ts'
import { useWords } from '../language/use-words.ts'
import { useKeptFocus } from '../ui/use-kept-focus.ts'
import { usePage } from '../use-page.ts'
import { SummaryEditor } from './summary-editor.tsx'
import { SummaryProgress } from './summary-progress.tsx'
import { useSummaryDraft } from './use-summary-draft.ts'

/** Below the last message a summary stands for. Nothing where there is none, or where a later one took its place. */
export const SummaryFold = memo(function SummaryFold({ messageId }: { readonly messageId: string }) {
  const row = useShown(messageId)
  return row ? <Fold row={row} /> : null
})

function useShown(messageId: string): CompactionRow | undefined {
  const { context, thread } = usePage()
  const inUse = useStore(context, (state) => state.use?.compaction_id ?? null)
  const conversationId = useStore(thread, (state) => state.conversationId)
  return useStore(context, ({ rows, measuredId }) => {
    const row = measuredId === conversationId && inUse !== null ? rows.get(inUse) : undefined
    return row?.message_id === messageId ? row : undefined
  })
}

function Fold({ row }: { readonly row: CompactionRow }) {
  const { context } = usePage()
  const t = useWords('context')
  const fold = useStore(context, (state) => state.folds[row.id])
  const isOpen = fold?.isOpen ?? false
  const body = useRef<HTMLDivElement>(null)
  const isWorking = useStore(context, (state) => row.conversation_id in state.work)
  useSummaryDraft(row.id)
  useKeptFocus(body, typeof fold?.edit === 'string' ? 'editing' : isWorking ? 'working' : 'shown')
  const bodyId = `summary-${row.id}`
  return (
    <section className="chat-summary" aria-label={t('fold.label')}>
      <button
        type="button"
        className="summary-head"
        aria-expanded={isOpen}
        aria-controls={bodyId}
        onClick={() => context.getState().fold(row.id, { isOpen: !isOpen })}
      >
        <ChevronRight className="small" />
        {t('fold.head', { count: row.messages })}
        {row.source === 'user' ? <span className="badge">{t('fold.edited')}</span> : null}
      </button>
      {isOpen ? (
        <div id={bodyId} ref={body} className="summary-body">
          <p className="cap">{t('fold.says')}</p>
          {typeof fold?.edit === 'string' ? <SummaryEditor row={row} text={fold.edit} /> : <Shown row={row} />}
        </div>
      ) : null}
    </section>
  )
}

function Shown({ row }: { readonly row: CompactionRow }) {
  const { context } = usePage()
  const t = useWords('context')
  const work = useStore(context, (state) => state.work[row.conversation_id])
  return (
    <>
      <p className="summary-text">{row.text}</p>
      {work ? (
        <div className="context-work">
          <SummaryProgress work={work} />
          <button type="button" className="button sm" onClick={() => context.getState().stop(row.conversation_id)}>
            <Square className="small filled" /> {t('stop')}
          </button>
        </div>
      ) : (
        <SummaryActions row={row} />
      )}
    </>
  )
}

function SummaryActions({ row }: { readonly row: CompactionRow }) {
  const { context, thread, toasts } = usePage()
  const t = useWords('context')
  const isAnswering = useStore(thread, ({ items }) => items.at(-1)?.status === 'writing')
  const again = (): void =>
    void toasts.getState().attempt(async () => {
      await context.getState().again(row)
      const now = context.getState().rows.get(row.id)
      // The person's own words are not lost by a press.
      if (row.source !== 'user' || !now || now.source === 'user') return
      const undo = (): void => void toasts.getState().attempt(() => context.getState().restore(row))
      toasts.getState().show({ kind: 'note', text: t('fold.replaced'), action: { label: t('undo'), run: undo } })
    })
  const remove = (): void =>
    void toasts.getState().attempt(async () => {
      const removed = await context.getState().remove(row.id)
      document.querySelector<HTMLElement>('.thread')?.focus({ preventScroll: true })
      const undo = (): void => void toasts.getState().attempt(() => context.getState().restore(removed))
      toasts.getState().show({ kind: 'note', text: t('fold.removed'), action: { label: t('undo'), run: undo } })
    })
  return (
    <div className="acts">
      <button
        type="button"
        className="act"
        aria-label={t('fold.edit')}
        onClick={() => context.getState().fold(row.id, { edit: row.text })}
      >
        <Pencil className="small" /> <span className="word">{t('fold.edit')}</span>
      </button>
      <button type="button" className="act" aria-label={t('fold.again')} disabled={isAnswering} onClick={again}>
        <RefreshCw className="small" /> <span className="word">{t('fold.again')}</span>
      </button>
      <button type="button" className="act" aria-label={t('fold.remove')} onClick={remove}>
        <Trash2 className="small" /> <span className="word">{t('fold.remove')}</span>
      </button>
    </div>
  )
}
