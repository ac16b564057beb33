import './sources.css'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { MessageRow, Source } from '../../src-shared/rows/message.ts'
import { usePage } from '../use-page.ts'
import { answeringSentence, citedClaims } from './answering-sentence.ts'
import { shownPassage } from './clean-text.ts'
import { quotedBeginning, sourcePlace, useSourceWords } from './source-words.ts'

/** The passages an answer was written from, below it. */
export function SourceCards({ row }: { readonly row: MessageRow }) {
  const { sources: store } = usePage()
  const { t } = useSourceWords()
  const shown = useStore(store, ({ messageId, number }) => (messageId === row.id ? number : 0))
  if (row.sources.length === 0) return null
  return (
    <ul className="sources" aria-label={t('cards')}>
      {row.sources.map((source, index) => (
        <li key={source.passage_id}>
          <button
            type="button"
            className="source"
            data-source={index + 1}
            aria-pressed={shown === index + 1}
            onClick={() => void store.getState().open(row.id, row.sources, index + 1)}
          >
            <b>
              <span className="cite">{index + 1}</span> <span className="cut">{source.document}</span>
            </b>
            <Quote row={row} source={source} number={index + 1} />
          </button>
        </li>
      ))}
    </ul>
  )
}

interface QuoteProps {
  readonly row: MessageRow
  readonly source: Source
  readonly number: number
}

/** Where it stands, and what the answer took from it; of a passage that is not cited its beginning. */
function Quote({ row, source, number }: QuoteProps) {
  const words = useSourceWords()
  // Looked for once the answer is whole, not with each of its words.
  const answer = row.status === 'writing' ? '' : row.text
  const [start] = useMemo(() => answeringSentence(source.text, citedClaims(answer, number)) ?? [0], [source, answer, number])
  const quote = quotedBeginning(shownPassage({ ...source, text: source.text.slice(start) }))
  return <span className="quote">{[sourcePlace(words, source), quote].filter((part) => part !== '').join(' · ')}</span>
}
