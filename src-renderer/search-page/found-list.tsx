import { useStore } from 'zustand'
import type { FindAnswer, FindKind } from '../../src-shared/desktop/find.ts'
import { useWords } from '../language/use-words.ts'
import { openDocument, openMessage } from '../palette/open-line.ts'
import { usePage } from '../use-page.ts'
import { FoundChat, FoundDocument, FoundMessage } from './found-line.tsx'

/** What was found of the chosen kind, with the way to the rest. */
export function FoundList() {
  const { searchPage } = usePage()
  const t = useWords('search')
  const { query, kind, answer } = useStore(searchPage)
  if (query.trim() === '') return <p className="search-empty">{t('start')}</p>
  if (answer === null) return null
  const found = answer[kind]
  if (found.total === 0) return <p className="search-empty">{t(`nothing.${kind}`, { words: query.trim() })}</p>
  return (
    <>
      <ul className="card found" aria-label={t(`kind.${kind}`)}>
        <FoundLines kind={kind} answer={answer} />
      </ul>
      <More kind={kind} answer={answer} />
    </>
  )
}

interface FoundProps {
  readonly kind: FindKind
  readonly answer: FindAnswer
}

function FoundLines({ kind, answer }: FoundProps) {
  const page = usePage()
  const words = useStore(page.searchPage, (state) => state.query)
  if (kind === 'conversations')
    return answer.conversations.items.map((hit) => (
      <FoundChat key={hit.id} hit={hit} onOpen={() => openMessage(page, { id: undefined, conversation_id: hit.id }, words)} />
    ))
  if (kind === 'messages')
    return answer.messages.items.map((hit) => (
      <FoundMessage key={hit.id} hit={hit} onOpen={() => openMessage(page, hit, words)} />
    ))
  return answer.documents.items.map((hit) => (
    <FoundDocument key={hit.passage_id ?? hit.document_id} hit={hit} onOpen={() => openDocument(page, hit)} />
  ))
}

function More({ kind, answer }: FoundProps) {
  const { searchPage, toasts } = usePage()
  const t = useWords('search')
  const { items, total, is_capped } = answer[kind]
  if (items.length < total)
    return (
      <button
        type="button"
        className="button found-more"
        onClick={() => void toasts.getState().attempt(searchPage.getState().more)}
      >
        {t('more', { count: total - items.length })}
      </button>
    )
  return is_capped ? <p className="cap">{t('capped', { count: total })}</p> : null
}
