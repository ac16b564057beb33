import './thread.css'
import { useStore } from 'zustand'
import { FirstRun } from '../first-run/first-run.tsx'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { Turns } from './turns.tsx'

export function Thread() {
  const { thread } = usePage()
  const t = useWords('thread')
  const isEmpty = useStore(thread, ({ items }) => items.length === 0)
  const isLoading = useStore(thread, (state) => state.isLoading)
  const part = useStore(thread, (state) => state.part)
  return (
    <div className="thread-frame">
      {isEmpty ? (
        <section className="thread" aria-label={t('label')} aria-busy={isLoading}>
          {isLoading ? null : <FirstRun />}
        </section>
      ) : (
        <Turns key={part} />
      )}
    </div>
  )
}
