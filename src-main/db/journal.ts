import { randomBytes } from 'node:crypto'
import type { WriteDb } from './database.ts'

/** Version of the entity shapes that new entries are written in. */
const schemaVersion = 1

export interface Mutation {
  readonly op: 'put' | 'remove'
  readonly kind: 'conversation' | 'message' | 'folder' | 'tag' | 'collection' | 'document' | 'setting'
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
