import { useWords, type Words } from '../language/use-words.ts'
import type { SummaryWork } from './context-store.ts'

/** How far the summary is, in words and as a bar. */
export function SummaryProgress({ work }: { readonly work: SummaryWork }) {
  const t = useWords('context')
  const words = workWords(t, work)
  const share = shareOf(work)
  return (
    <div className="summary-progress" role="status">
      <span>{words}</span>
      <progress aria-label={words} max={1} {...(share === undefined ? {} : { value: share })} />
    </div>
  )
}

function workWords(t: Words<'context'>, work: SummaryWork): string {
  if (work.type === 'starting') return t('work.starting')
  if (work.type === 'loading') return t('work.loading', { model: work.model })
  return t('work.summarising', { done: work.done, total: work.total })
}

function shareOf(work: SummaryWork): number | undefined {
  if (work.type === 'loading') return work.progress
  return work.type === 'summarising' && work.done > 0 ? work.done / work.total : undefined
}
