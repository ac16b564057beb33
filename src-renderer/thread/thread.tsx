import './thread.css'
import { useStore } from 'zustand'
import { FirstRun } from '../first-run/first-run.tsx'
import { useWords } from '../language/use-words.ts'
import { useEmptied } from '../ui/use-emptied.ts'
import { usePage } from '../use-page.ts'
import { Turns } from './turns.tsx'

export function Thread() {
  const { thread } = usePage()
  const t = useWords('thread')
  const isEmpty = useStore(thread, ({ items }) => items.length === 0)
  const isLoading = useStore(thread, (state) => state.isLoading)
  const part = useStore(thread, (state) => state.part)
  // The next question is written in the field, not sent with a press on what stands here now.
  useEmptied(isEmpty, focusComposer)
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

const focusComposer = (): void => document.querySelector<HTMLElement>('.composer textarea')?.focus({ preventScroll: true })
