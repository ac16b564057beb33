import type { ConversationHit, FindFilters } from '../../src-shared/desktop/find.ts'
import type { FindTerm } from '../../src-shared/find/find-terms.ts'
import { hasTerms } from '../../src-shared/find/has-terms.ts'
import { matchTerms } from '../../src-shared/find/match-terms.ts'
import type { ReadDb } from '../db/database.ts'
import { conversationCondition, timeCondition } from './conversation-filter.ts'
import { type Found, type MessageSearch, mostFound } from './find-messages.ts'

export interface StoredTitle {
  readonly id: string
  readonly title: string
  readonly pinned: number
  readonly archived: number
  readonly deleted_at: number | null
  readonly updated_at: number
}

const readAtOnce = 500

/** Chats by their titles, newest first. Titles are few and short: they are read, not indexed. */
export async function findConversations(db: ReadDb, { terms, filters, pause }: MessageSearch): Promise<Found<StoredTitle>> {
  const read = db.prepare<[object], StoredTitle>(titlesSql(filters))
  const found: StoredTitle[] = []
  let after = { at: Number.MAX_SAFE_INTEGER, id: '' }
  for (;;) {
    const rows = read.all({ ...filters, ...after, limit: readAtOnce })
    found.push(...rows.filter(({ title }) => hasTerms(title, terms)))
    const last = rows.at(-1)
    if (found.length > mostFound) return { rows: found.slice(0, mostFound), isCapped: true }
    if (rows.length < readAtOnce || last === undefined) return { rows: found, isCapped: false }
    after = { at: last.updated_at, id: last.id }
    await pause()
  }
}

const titlesSql = (filters: FindFilters): string => `
  SELECT id, title, pinned, archived, deleted_at, updated_at FROM conversations
  WHERE (updated_at, id) < (@at, @id) AND ${conversationCondition(filters)} ${timeCondition('updated_at', filters)}
  ORDER BY updated_at DESC, id DESC LIMIT @limit`

/** What the page shows of a chat. */
export function conversationHit({ id, title, updated_at, ...row }: StoredTitle, terms: readonly FindTerm[]): ConversationHit {
  const marks = (matchTerms(title, terms) ?? []).map(([start, end]): [number, number] => [start, end])
  const flags = { pinned: row.pinned === 1, archived: row.archived === 1, in_trash: row.deleted_at !== null }
  return { id, title: { text: title, marks }, ...flags, updated_at }
}
