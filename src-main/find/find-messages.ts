import type { FindFilters } from '../../src-shared/desktop/find.ts'
import type { FindTerm } from '../../src-shared/find/find-terms.ts'
import type { ReadDb } from '../db/database.ts'
import { conversationCondition, timeCondition } from './conversation-filter.ts'
import { messagesWith } from './message-index.ts'

export interface FoundRow {
  readonly rowid: number
  readonly created_at: number
}

export interface Found<T> {
  readonly rows: readonly T[]
  readonly isCapped: boolean
}

/** More are not counted; nobody reads that far. */
export const mostFound = 1000

/** Enough for most questions at once; should filters leave too few, more are read at a time. */
const firstRead = mostFound + 200
const furtherRead = 20_000
const checkedAtOnce = 300

export interface MessageSearch {
  readonly terms: readonly FindTerm[]
  readonly filters: FindFilters
  readonly pause: () => Promise<void>
}

/** Messages of every branch that have all terms, newest first. Those that came last are looked at first. */
export async function findMessages(db: ReadDb, { terms, filters, pause }: MessageSearch): Promise<Found<FoundRow>> {
  const rows: FoundRow[] = []
  const visible = visibleRows(db, filters)
  let below: number | undefined
  for (let limit = firstRead; ; limit = furtherRead) {
    const ids = messagesWith(db, terms, { limit, ...(below === undefined ? {} : { below }) })
    for (let from = 0; from < ids.length; from += checkedAtOnce) {
      await pause()
      rows.push(...visible(ids.slice(from, from + checkedAtOnce)))
      if (rows.length > mostFound) return { rows: newestFirst(rows).slice(0, mostFound), isCapped: true }
    }
    below = ids.at(-1)
    if (ids.length < limit || below === undefined) return { rows: newestFirst(rows), isCapped: false }
  }
}

const newestFirst = (rows: readonly FoundRow[]): FoundRow[] =>
  rows.toSorted((a, b) => b.created_at - a.created_at || b.rowid - a.rowid)

function visibleRows(db: ReadDb, filters: FindFilters) {
  const role = filters.role === undefined ? '' : 'AND messages.role = @role'
  const read = db.prepare<[object], FoundRow>(`
    SELECT messages.rowid, messages.created_at
    FROM json_each(@ids) JOIN messages ON messages.rowid = json_each.value
      JOIN conversations ON conversations.id = messages.conversation_id
    WHERE ${conversationCondition(filters)} ${role} ${timeCondition('messages.created_at', filters)}`)
  return (ids: readonly number[]): FoundRow[] => read.all({ ...filters, ids: JSON.stringify(ids) })
}
