import { randomBytes } from 'node:crypto'
import type { WriteDb } from './database.ts'

/** Version of the entity shapes that new entries are written in. */
const schemaVersion = 1

type Kind =
  | 'conversation'
  | 'message'
  | 'folder'
  | 'tag'
  | 'collection'
  | 'document'
  | 'setting'
  | 'template'
  | 'persona'
  | 'compaction'

export interface Mutation {
  readonly op: 'put' | 'remove'
  readonly kind: Kind
  readonly id: string
  readonly at: number
  /** The fields that changed, as the server will read them. */
  readonly args: Readonly<Record<string, unknown>>
}

/**
 * Records what sync has to tell the server. Same transaction as the row: both are there or neither. `n` has no holes: a
 * transaction that is rolled back gives its numbers back, and acknowledged entries are removed from the low end only.
 */
export function journal(tx: WriteDb, { op, kind, id, at, args }: Mutation): void {
  tx.prepare('INSERT INTO journal (uid, op, kind, entity_id, base, at, args, schema) VALUES (?, ?, ?, ?, NULL, ?, ?, ?)').run(
    randomBytes(16).toString('hex'),
    op,
    kind,
    id,
    at,
    JSON.stringify(args),
    schemaVersion,
  )
}

/** The parts of a message that are content: sync reads them from the row when it sends it. */
const body = new Set(['text', 'thought', 'sources', 'search'])

/** The fields of a message as its entry keeps them. Its words are not copied: the row has them, and erasing it has to erase them. */
export function withoutBody(fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !body.has(name)))
}

/** Takes what entries said about the entities out of them; the numbers stay, they may have no holes. */
export function forgetEntries(tx: WriteDb, kind: Kind, ids: readonly string[]): void {
  const forget = tx.prepare("UPDATE journal SET args = '{}' WHERE kind = ? AND entity_id = ?")
  for (const id of ids) forget.run(kind, id)
}
