import { CornerDownLeft, type LucideIcon, MessageSquare, MessageSquarePlus, Pin, Search } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ConversationHit, DocumentHit, MessageHit } from '../../src-shared/desktop/find.ts'
import { ShortcutKeys } from '../commands/shortcut-keys.tsx'
import { useWords } from '../language/use-words.ts'
import { documentIcon } from '../search-page/document-icon.ts'
import { chatFacts, documentPlace, messagePlace } from '../search-page/hit-words.ts'
import { Marked } from '../ui/marked.tsx'
import { commandWithId } from './palette-commands.ts'
import type { CommandLine, PaletteLine } from './palette-lines.ts'

export function LineWords({ line, isCurrent }: { readonly line: PaletteLine; readonly isCurrent: boolean }) {
  const words = wordsOf(line)
  return (
    <>
      {words}
      {isCurrent && line.kind !== 'commands' ? (
        <span aria-hidden="true">
          <kbd className="key">
            <CornerDownLeft />
          </kbd>
        </span>
      ) : null}
    </>
  )
}

function wordsOf(line: PaletteLine): ReactNode {
  if (line.kind === 'commands') return <CommandWords line={line} />
  if (line.kind === 'conversations') return <ChatWords hit={line.hit} />
  return line.kind === 'messages' ? <MessageWords hit={line.hit} /> : <DocumentWords hit={line.hit} />
}

function CommandWords({ line }: { readonly line: CommandLine }) {
  const command = commandWithId(line.id)
  const Icon: LucideIcon = command?.Icon ?? (line.id === 'askInNewChat-made' ? MessageSquarePlus : Search)
  return (
    <>
      <Icon />
      <span className="grow cut">{line.name}</span>
      <span aria-hidden="true">{command ? <ShortcutKeys id={command.id} /> : null}</span>
    </>
  )
}

function ChatWords({ hit }: { readonly hit: ConversationHit }) {
  const t = useWords('search')
  const Icon = hit.pinned ? Pin : MessageSquare
  return (
    <>
      <Icon />
      <span className="grow cut">{hit.title.text === '' ? t('untitled') : <Marked {...hit.title} />}</span>
      <small>{chatFacts(t, hit)}</small>
    </>
  )
}

function MessageWords({ hit }: { readonly hit: MessageHit }) {
  const t = useWords('search')
  return (
    <>
      <MessageSquare />
      <span className="grow">
        <b className="cut">
          <Marked {...hit.snippet} />
        </b>
        <small className="cut">{messagePlace(t, hit)}</small>
      </span>
      <small>{t('at', { at: hit.created_at })}</small>
    </>
  )
}

function DocumentWords({ hit }: { readonly hit: DocumentHit }) {
  const t = useWords('search')
  const places = useWords('places')
  const Icon = documentIcon(hit.kind)
  return (
    <>
      <Icon />
      <span className="grow">
        <b className="cut">
          <Marked {...hit.snippet} />
        </b>
        <small className="cut">{documentPlace({ t, places }, hit)}</small>
      </span>
    </>
  )
}
