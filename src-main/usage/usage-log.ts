import { createHash } from 'node:crypto'
import { type UsageRow, usageRow } from '../../src-shared/rows/usage.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'

/** One act as it is counted; its place in the chain is added here. */
export type Use = Omit<UsageRow, 'useq' | 'prev_hash' | 'hash'>

/** Before the first record. */
const chainStart = '0'.repeat(64)

/**
 * Counts one act, in the transaction of the message it belongs to. Append only: a correction is a further record. Each
 * record's hash covers the one before, so that a changed, missing or swapped record shows.
 */
export function recordUse(tx: WriteDb, use: Use): UsageRow {
  const last = tx
    .prepare<[], Pick<UsageRow, 'useq' | 'hash'>>('SELECT useq, hash FROM usage_log ORDER BY useq DESC LIMIT 1')
    .get()
  const placed = { useq: (last?.useq ?? 0) + 1, ...use, prev_hash: last?.hash ?? chainStart }
  const row = { ...placed, hash: hashOf(placed) }
  tx.prepare(`INSERT INTO usage_log (${columns}) VALUES (${parameters})`).run(row)
  return row
}

/** The number of the first record that does not follow from the one before; undefined when the chain is whole. */
export function firstBrokenUse(db: ReadDb): number | undefined {
  let before = { useq: 0, hash: chainStart }
  for (const raw of db.prepare(`SELECT ${columns} FROM usage_log ORDER BY useq`).iterate()) {
    const { hash, ...placed } = usageRow.parse(raw)
    const follows = placed.useq === before.useq + 1 && placed.prev_hash === before.hash && hashOf(placed) === hash
    if (!follows) return placed.useq
    before = { useq: placed.useq, hash }
  }
  return undefined
}

const names = Object.keys(usageRow.shape)
const columns = names.join(', ')
const parameters = names.map((name) => `@${name}`).join(', ')
const hashed = names.filter((name) => name !== 'hash')

/** Of the values in the order of the columns, as a JSON array: the same on every machine. */
function hashOf(row: Omit<UsageRow, 'hash'>): string {
  const values = new Map<string, unknown>(Object.entries(row))
  return createHash('sha256')
    .update(JSON.stringify(hashed.map((name) => values.get(name) ?? null)))
    .digest('hex')
}
