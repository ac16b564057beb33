import './sources.css'
import { useStore } from 'zustand'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { usePage } from '../use-page.ts'
import { quotedBeginning, sourcePlace, useSourceWords } from './source-words.ts'

/** The passages an answer was written from, below it. */
export function SourceCards({ row }: { readonly row: MessageRow }) {
  const { sources: store } = usePage()
  const words = useSourceWords()
  const { t } = words
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
            <span className="quote">
              {[sourcePlace(words, source), quotedBeginning(source.text)].filter((part) => part !== '').join(' · ')}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
