import { ChevronRight } from 'lucide-react'
import { useStore } from 'zustand'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { useWords } from '../language/use-words.ts'
import { Markdown } from '../markdown/markdown.tsx'
import { usePage } from '../use-page.ts'
import { aboveAnswer } from './answer-figures.ts'
import { useSearchReason } from './use-search-reason.ts'

/** The line above an answer: how long it thought and how it searched; the thought itself folded below it. */
export function Thought({ row }: { readonly row: MessageRow }) {
  const { thread } = usePage()
  const words = aboveAnswer(useWords('thread'), row)
  const why = useSearchReason(row)
  const isOpen = useStore(thread, ({ openThoughts }) => openThoughts.includes(row.id))
  const fold = thread.getState().foldThought
  if (words === '') return null
  if (row.thought === null || row.thought === '')
    return (
      <p className="thought" title={why}>
        {words}
      </p>
    )
  return (
    <details className="thought" open={isOpen} onToggle={({ currentTarget }) => fold(row.id, currentTarget.open)}>
      <summary title={why}>
        <ChevronRight className="small" />
        {words}
      </summary>
      <Markdown text={row.thought} />
    </details>
  )
}
