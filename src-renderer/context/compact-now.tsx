import { FoldVertical, Square } from 'lucide-react'
import { useStore } from 'zustand'
import type { ContextUse } from '../../src-shared/desktop/context.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { SummaryProgress } from './summary-progress.tsx'

/** Has the beginning of the chat summarised now; says why not where it cannot be. */
export function CompactNow({ use }: { readonly use: ContextUse }) {
  const { context, thread, toasts } = usePage()
  const t = useWords('context')
  const conversationId = useStore(thread, (state) => state.conversationId)
  const work = useStore(context, (state) => state.work[conversationId ?? ''])
  const isAnswering = useStore(thread, ({ items }) => items.at(-1)?.status === 'writing')
  if (conversationId === null) return null
  if (work)
    return (
      <div className="context-work">
        <SummaryProgress work={work} />
        <button type="button" className="button sm" onClick={() => context.getState().stop(conversationId)}>
          <Square className="small filled" /> {t('stop')}
        </button>
      </div>
    )
  const reason = use.can_compact === 'yes' ? (isAnswering ? t('compact.answering') : null) : t(`compact.${use.can_compact}`)
  const compact = (): void => void toasts.getState().attempt(() => context.getState().compact(conversationId))
  return (
    <div className="context-compact">
      <button type="button" className="button sm" disabled={reason !== null} onClick={compact}>
        <FoldVertical className="small" /> {t('compact.now')}
      </button>
      <span className="cap">{reason ?? t('compact.says')}</span>
    </div>
  )
}
