import { FoldVertical, Square } from 'lucide-react'
import { useStore } from 'zustand'
import type { ContextUse } from '../../src-shared/desktop/context.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { SummaryProgress } from './summary-progress.tsx'

/** Has the beginning of the chat summarised now; says why not where it cannot be. One button throughout, so that focus stays on it. */
export function CompactNow({ use }: { readonly use: ContextUse }) {
  const { context, thread, toasts } = usePage()
  const t = useWords('context')
  const conversationId = useStore(thread, (state) => state.conversationId)
  const work = useStore(context, (state) => state.work[conversationId ?? ''])
  const reason = useReason(use)
  if (conversationId === null) return null
  const act = (): void => {
    if (work) context.getState().stop(conversationId)
    else if (reason === null) void toasts.getState().attempt(() => context.getState().compact(conversationId))
  }
  return (
    <div className="context-compact">
      <button type="button" className="button sm" aria-disabled={!work && reason !== null} onClick={act}>
        {work ? <Square className="small filled" /> : <FoldVertical className="small" />}
        {work ? t('stop') : t('compact.now')}
      </button>
      {work ? <SummaryProgress work={work} /> : <span className="cap">{reason ?? t('compact.says')}</span>}
    </div>
  )
}

/** Why it cannot be done now; null when it can. */
function useReason({ can_compact }: ContextUse): string | null {
  const { thread } = usePage()
  const t = useWords('context')
  const isAnswering = useStore(thread, ({ items }) => items.at(-1)?.status === 'writing')
  if (can_compact !== 'yes') return t(`compact.${can_compact}`)
  return isAnswering ? t('compact.answering') : null
}
