import './peek.css'
import { useId, useLayoutEffect, useMemo, useRef } from 'react'
import { kindOfName } from '../../../src-shared/engine/document-kinds.ts'
import { answeringSentence, citedClaims } from '../answering-sentence.ts'
import { cleanText, formatOf, piecesBetween } from '../clean-text.ts'
import { sourcePlace, useSourceWords } from '../source-words.ts'
import type { Peeked } from './peeked.ts'
import { shortenedPassage } from './shortened-passage.ts'
import { usePeek } from './use-peek.ts'

/** Shows the passage of a citation or a card that is looked at, without opening the document. */
export function PassagePeek() {
  const popover = useRef<HTMLDivElement>(null)
  const id = useId()
  const peeked = usePeek(popover)
  const anchor = peeked?.anchor
  useLayoutEffect(() => {
    const element = popover.current
    if (!element || !anchor?.isConnected) return
    element.showPopover({ source: anchor })
    anchor.setAttribute('aria-describedby', id)
    return () => {
      anchor.removeAttribute('aria-describedby')
      if (element.isConnected) element.hidePopover()
    }
  }, [anchor, id])
  return (
    <div ref={popover} id={id} role="tooltip" popover="manual" className="peek">
      {peeked ? <Passage peeked={peeked} /> : null}
    </div>
  )
}

/** Paragraphs stand close: the room is small. */
const tight = (text: string): string => text.replaceAll(/\n\s*\n/g, '\n')

function Passage({ peeked: { row, number, source } }: { readonly peeked: Peeked }) {
  const words = useSourceWords()
  const { before, sentence, after } = useMemo(() => {
    const pieces = cleanText(source.text, { ...formatOf(kindOfName(source.document)), headings: new Set() })
    const clean = (from: number, to: number): string =>
      piecesBetween(pieces, from, to)
        .map(({ text }) => text)
        .join('')
    const range = answeringSentence(source.text, citedClaims(row.text, number))
    const [from, to] = range ?? [0, 0]
    const lead = clean(0, from)
    const text = clean(0, source.text.length)
    return shortenedPassage(text, range && [lead.length, lead.length + clean(from, to).length])
  }, [row, number, source])
  const place = sourcePlace(words, source)
  return (
    <>
      <p className="peek-head">
        <span className="cite">{number}</span>
        <b className="cut">{source.document}</b>
        {place === '' ? null : <span className="cut">{place}</span>}
      </p>
      <p className="peek-text">
        {tight(before)}
        {sentence === '' ? null : <mark>{sentence}</mark>}
        {tight(after)}
      </p>
    </>
  )
}
