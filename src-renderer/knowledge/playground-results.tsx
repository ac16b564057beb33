import type { SearchAnswer, SearchResult } from '../../src-shared/desktop/search.ts'
import type { Source } from '../../src-shared/rows/message.ts'
import { useWords, type Words } from '../language/use-words.ts'
import { shownPassage } from '../sources/clean-text.ts'
import { usePage } from '../use-page.ts'
import { joined, placeWords } from './knowledge-words.ts'
import { markTerms } from './mark-terms.ts'

export interface PlaygroundResultsProps {
  readonly answer: SearchAnswer
  readonly query: string
}

/** As many passages as an answer is written from. */
const inChat = 5

/** What was found, best first, with what each method says to it; a press opens the document at the passage. */
export function PlaygroundResults({ answer: { results, relevant, rerank }, query }: PlaygroundResultsProps) {
  const { sources, toasts } = usePage()
  const t = useWords('knowledge')
  const places = useWords('places')
  if (results.length === 0) return <p className="cap">{t('playground.nothing')}</p>
  // What decided the order stands last.
  const last = rerank === 'done' ? 'rerank' : 'fused'
  const best = Math.max(...results.map(({ scores }) => scores[last] ?? 0))
  const all = results.map(asSource)
  const open = (index: number) => (): void =>
    void toasts.getState().attempt(() => sources.getState().open('playground', all, index + 1))
  return (
    <table className="list results">
      <thead>
        <tr>
          <th scope="col" className="place">
            <span className="visually-hidden">{t('playground.place')}</span>
          </th>
          <th scope="col">{t('playground.passage')}</th>
          {(['vector', 'exact', last] as const).map((column) => (
            <th key={column} scope="col" className="number">
              {t(`playground.column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {results.map((result, index) => (
          <tr key={result.passage_id} className={relevant && index < inChat ? undefined : 'dim'}>
            <td className="place">
              <span className="cite">{index + 1}</span>
            </td>
            <td>
              <button type="button" className="passage" onClick={open(index)}>
                <Marked text={shownPassage(result)} query={query} />
                <small>{joined([result.document, placeWords({ t, places }, result), importanceWords(t, result)])}</small>
              </button>
            </td>
            <Score t={t} value={result.scores.vector} rank={result.scores.vector_rank} />
            <Score t={t} value={result.scores.exact} rank={result.scores.exact_rank} />
            <td className="number">
              <Deciding t={t} column={last} value={result.scores[last]} best={best} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Why it stands higher or lower than its scores say. */
function importanceWords(t: Words<'knowledge'>, { scores: { importance = 0 } }: SearchResult): string {
  if (importance === 0) return ''
  return t(importance > 0 ? 'facets.high' : 'facets.low')
}

const asSource = ({ scores, ...place }: SearchResult): Source => ({
  ...place,
  score: scores.rerank ?? scores.fused ?? scores.vector ?? scores.exact ?? 0,
})

function Marked({ text, query }: { readonly text: string; readonly query: string }) {
  return (
    <span className="passage-text">
      {markTerms(text, query).map((part, index) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text, which never move
        part.isTerm ? <mark key={index}>{part.text}</mark> : part.text,
      )}
    </span>
  )
}

interface DecidingProps {
  readonly t: Words<'knowledge'>
  readonly column: 'rerank' | 'fused'
  readonly value: number | undefined
  readonly best: number
}

function Deciding({ t, column, value, best }: DecidingProps) {
  if (value === undefined) return null
  return (
    <>
      <b>{t('playground.four', { value })}</b>
      <progress aria-label={t(`playground.column.${column}`)} max={best} value={value} />
    </>
  )
}

interface ScoreProps {
  readonly t: Words<'knowledge'>
  readonly value: number | undefined
  readonly rank: number | undefined
}

function Score({ t, value, rank }: ScoreProps) {
  return (
    <td className="number">
      {value === undefined ? (
        t('playground.none')
      ) : (
        <>
          <b>{t('playground.two', { value })}</b>
          <small>{rank === undefined ? '' : t('playground.rank', { rank })}</small>
        </>
      )}
    </td>
  )
}
