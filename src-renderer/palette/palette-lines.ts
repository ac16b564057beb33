import type { ConversationHit, DocumentHit, FindAnswer, MessageHit } from '../../src-shared/desktop/find.ts'
import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import type { PaletteTab } from './palette-store.ts'

export interface CommandLine {
  readonly kind: 'commands'
  readonly id: string
  readonly name: string
  /** Made for these words, not found by its name. */
  readonly isMade: boolean
}

/** One line of the palette that can be opened. */
export type PaletteLine =
  | CommandLine
  | { readonly kind: 'conversations'; readonly id: string; readonly hit: ConversationHit }
  | { readonly kind: 'messages'; readonly id: string; readonly hit: MessageHit }
  | { readonly kind: 'documents'; readonly id: string; readonly hit: DocumentHit }

export interface PaletteGroup {
  readonly name: Exclude<PaletteTab, 'all'> | 'recent'
  readonly lines: readonly PaletteLine[]
  /** How many there are in all, those that are not shown included. */
  readonly total: number
  readonly isCapped: boolean
}

export interface PaletteFacts {
  readonly tab: PaletteTab
  readonly commands: readonly CommandLine[]
  readonly answer: FindAnswer | null
  /** Newest first; shown while nothing is asked. */
  readonly recent: readonly ConversationRow[]
}

/** Lines of a kind among all kinds. */
const fewLines = 3

/** Every kind with its lines, in the order in which they are shown; kinds without any are left out. */
export function paletteGroups({ tab, commands, answer, recent }: PaletteFacts): readonly PaletteGroup[] {
  const few = tab === 'all' ? fewLines : undefined
  const made = commandGroup(commands, answer === null ? undefined : few)
  const groups = answer === null ? [recentGroup(recent), made] : [made, ...foundGroups(answer, few)]
  return groups.filter(({ name, lines }) => lines.length > 0 && (tab === 'all' || name === tab))
}

const commandGroup = (lines: readonly CommandLine[], few: number | undefined): PaletteGroup => ({
  name: 'commands',
  lines: lines.slice(0, few),
  total: lines.length,
  isCapped: false,
})

function recentGroup(rows: readonly ConversationRow[]): PaletteGroup {
  const lines = rows.map((row): PaletteLine => {
    const { id, pinned, archived, updated_at } = row
    const hit = { id, title: { text: row.title, marks: [] }, pinned, archived, in_trash: false, updated_at }
    return { kind: 'conversations', id: `chat-${id}`, hit }
  })
  return { name: 'recent', lines, total: lines.length, isCapped: false }
}

function foundGroups({ conversations, messages, documents }: FindAnswer, few: number | undefined): PaletteGroup[] {
  const chats = conversations.items.map((hit): PaletteLine => ({ kind: 'conversations', id: `chat-${hit.id}`, hit }))
  const said = messages.items.map((hit): PaletteLine => ({ kind: 'messages', id: `message-${hit.id}`, hit }))
  const read = documents.items.map(
    (hit): PaletteLine => ({ kind: 'documents', id: `document-${hit.passage_id ?? hit.document_id}`, hit }),
  )
  const group = (name: PaletteGroup['name'], lines: readonly PaletteLine[], { total, is_capped }: Counted): PaletteGroup => ({
    name,
    lines: lines.slice(0, few),
    total,
    isCapped: is_capped,
  })
  return [group('conversations', chats, conversations), group('messages', said, messages), group('documents', read, documents)]
}

type Counted = Pick<FindAnswer['messages'], 'total' | 'is_capped'>

/** What Enter opens unless the arrows went elsewhere: the best that was found, and not what can be done with any words. */
export function suggestedLine(groups: readonly PaletteGroup[], query: string): PaletteLine | undefined {
  const lines = groups.flatMap((group) => group.lines)
  const wanted = query.trim().toLowerCase()
  const named = lines.find((line) => line.kind === 'commands' && !line.isMade && line.name.toLowerCase().startsWith(wanted))
  return (wanted === '' ? undefined : named) ?? lines.find(({ kind }) => kind !== 'commands') ?? lines[0]
}
