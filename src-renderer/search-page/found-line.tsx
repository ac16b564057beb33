import { MessageSquare, Pin } from 'lucide-react'
import type { ConversationHit, DocumentHit, MessageHit } from '../../src-shared/desktop/find.ts'
import { useWords } from '../language/use-words.ts'
import { Marked } from '../ui/marked.tsx'
import { documentIcon } from './document-icon.ts'
import { chatFacts, documentPlace, messagePlace } from './hit-words.ts'

interface FoundProps<T> {
  readonly hit: T
  readonly onOpen: () => void
}

export function FoundChat({ hit, onOpen }: FoundProps<ConversationHit>) {
  const t = useWords('search')
  const Icon = hit.pinned ? Pin : MessageSquare
  return (
    <li>
      <button type="button" className="found-line" onClick={onOpen}>
        <Icon />
        <span className="grow cut">{hit.title.text === '' ? t('untitled') : <Marked {...hit.title} />}</span>
        <small>{chatFacts(t, hit)}</small>
      </button>
    </li>
  )
}

export function FoundMessage({ hit, onOpen }: FoundProps<MessageHit>) {
  const t = useWords('search')
  return (
    <li>
      <button type="button" className="found-line two" onClick={onOpen}>
        <MessageSquare />
        <span className="grow">
          <b>
            <Marked {...hit.snippet} />
          </b>
          <small className="cut">{messagePlace(t, hit)}</small>
        </span>
        <small>{t('at', { at: hit.created_at })}</small>
      </button>
    </li>
  )
}

export function FoundDocument({ hit, onOpen }: FoundProps<DocumentHit>) {
  const t = useWords('search')
  const places = useWords('places')
  const Icon = documentIcon(hit.kind)
  return (
    <li>
      <button type="button" className="found-line two" onClick={onOpen}>
        <Icon />
        <span className="grow">
          <b>
            <Marked {...hit.snippet} />
          </b>
          <small className="cut">{documentPlace({ t, places }, hit)}</small>
        </span>
        <small>{t('at', { at: hit.updated_at })}</small>
      </button>
    </li>
  )
}
