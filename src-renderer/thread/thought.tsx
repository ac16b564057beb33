import { ChevronRight } from 'lucide-react'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { useWords } from '../language/use-words.ts'
import { Markdown } from '../markdown/markdown.tsx'
import { aboveAnswer } from './answer-figures.ts'

/** The line above an answer: how long it thought and how it searched; the thought itself folded below it. */
export function Thought({ row }: { readonly row: MessageRow }) {
  const words = aboveAnswer(useWords('thread'), row)
  if (words === '') return null
  if (row.thought === null || row.thought === '')
    return (
      <p className="thought" title={row.search?.reason}>
        {words}
      </p>
    )
  return (
    <details className="thought">
      <summary title={row.search?.reason}>
        <ChevronRight className="small" />
        {words}
      </summary>
      <Markdown text={row.thought} />
    </details>
  )
}
