import { useMemo } from 'react'
import type { TextRange } from '../../src-shared/find/match-terms.ts'
import type { Source } from '../../src-shared/rows/message.ts'
import { cleanText, formatOf, piecesBetween, type TextPiece } from './clean-text.ts'
import type { Excerpt } from './source-store.ts'

export interface MarkedTextProps {
  readonly excerpt: Excerpt
  readonly source: Source
  /** The sentence that carries the answer, in the passage's own offsets. */
  readonly sentence: TextRange | undefined
}

/** The kept text as it reads: the passage marked softly, the sentence in it strongly; the whole passage strongly where none stands out. */
export function MarkedText({ excerpt, source, sentence }: MarkedTextProps) {
  const { text, start, headings, document, at } = excerpt
  const cleaned = useMemo(
    () => cleanText(text, { ...formatOf(document.kind), headings: new Set(headings.map((heading) => heading.start - start)) }),
    [text, document, headings, start],
  )
  const [from, to] = [source.start - start, source.end - start]
  const [first, last] = sentence ? [from + sentence[0], from + sentence[1]] : [from, from]
  const here: TextRange | undefined = at[0] === source.start && at[1] === source.end ? undefined : [at[0] - start, at[1] - start]
  const part = (begin: number, end: number) => <Part pieces={piecesBetween(cleaned, begin, end)} here={here} />
  if (to <= 0 || from >= text.length) return part(0, text.length)
  return (
    <>
      {part(0, from)}
      <mark className={sentence ? 'soft' : undefined}>
        {part(from, first)}
        {sentence ? <span className="sentence">{part(first, last)}</span> : null}
        {part(last, to)}
      </mark>
      {part(to, text.length)}
    </>
  )
}

interface PartProps {
  readonly pieces: readonly TextPiece[]
  /** What is brought into view beside the passage. */
  readonly here: TextRange | undefined
}

function Part({ pieces, here }: PartProps) {
  const [from, to] = here ?? [0, 0]
  const cut = [...piecesBetween(pieces, 0, from), ...piecesBetween(pieces, from, to), ...piecesBetween(pieces, to, Infinity)]
  return cut.map(({ start, text, isHeading }) => {
    const isHere = start >= from && start < to
    if (isHeading) return <b key={start}>{isHere ? <span className="here">{text}</span> : text}</b>
    if (!isHere) return text
    return (
      <span key={start} className="here">
        {text}
      </span>
    )
  })
}
