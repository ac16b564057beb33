import type { ConversationExport } from '../../src-shared/desktop/conversations.ts'
import { placeText } from '../../src-shared/retrieval/place-text.ts'
import type { MessageRow, Source } from '../../src-shared/rows/message.ts'

/** The branch that is shown, as a person would file it: questions as headings, answers below, their sources at the end. */
export function chatAsMarkdown({ conversation, messages, tags }: ConversationExport): string {
  const shown = branchOf(messages, conversation.selected_leaf_id)
  const facts = [dayOf(conversation.created_at), ...tags.map((tag) => `#${tag.replaceAll(/\s+/g, '-')}`)].join(' · ')
  const others = messages.length - shown.length
  const note =
    others > 0
      ? [`*${others} ${others === 1 ? 'message of other versions is' : 'messages of other versions are'} not in this file.*`]
      : []
  return `${[`# ${oneLine(conversation.title)}`, facts, ...shown.map(part), ...note].join('\n\n')}\n`
}

function branchOf(messages: readonly MessageRow[], leafId: string | null): MessageRow[] {
  const byId = new Map(messages.map((message) => [message.id, message]))
  const branch: MessageRow[] = []
  for (let at = byId.get(leafId ?? '') ?? messages.at(-1); at !== undefined; at = byId.get(at.parent_id ?? '')) branch.push(at)
  return branch.toReversed()
}

function part({ role, text, sources }: MessageRow): string {
  if (role === 'user')
    return `## ${oneLine(text)}${text.trim().includes('\n') || text.length > longestHeading ? `\n\n${text.trim()}` : ''}`
  return sources.length === 0 ? text.trim() : `${text.trim()}\n\n${sources.map(sourceLine).join('\n')}`
}

const longestHeading = 120

function oneLine(text: string): string {
  const line = text.trim().split('\n', 1)[0] ?? ''
  return line.length > longestHeading ? `${line.slice(0, longestHeading - 1)}…` : line
}

function sourceLine({ document, page, place, heading }: Source, index: number): string {
  const parts = [document, page === null ? placeText(place) : `p. ${page}`, heading.at(-1) ?? '']
  return `[${index + 1}]: ${parts.filter((part) => part !== '').join(', ')}`
}

export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)
