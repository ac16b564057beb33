import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Db, WriteDb } from '../../db/database.ts'
import { type BlockShape, blocksFor } from './code-blocks.ts'
import { copyEntry, type Entry, emptyBlocks, entriesOf } from './code-entries.ts'
import { firstRow, firstSegment, listsOf, segmentsOf, spaceOfList } from './keys.ts'
import { segmentEntries } from './list-buffers.ts'
import type { VectorSpace } from './spaces.ts'
import { shapeOfList } from './stored-directions.ts'

const listsPerCommit = 16

/** Drops from every list what is gone. */
export async function sweepLists(db: Db, space: VectorSpace, signal: AbortSignal): Promise<void> {
  const lists = db
    .prepare<[number, number], number>('SELECT list FROM vector_lists WHERE list BETWEEN ? AND ?')
    .pluck()
    .all(...listsOf(space.id, space.generation))
  for (let from = 0; from < lists.length; from += listsPerCommit) {
    await nextTurn(undefined, { signal })
    db.transact((tx) => {
      for (const list of lists.slice(from, from + listsPerCommit)) sweepList(tx, list)
    })
  }
  db.transact((tx) => tx.prepare('UPDATE vector_spaces SET swept = ? WHERE id = ?').run(space.removals, space.id))
}

/** Writes one list anew, in as few pieces as it takes, each passage once and none whose row is gone. */
export function sweepList(tx: WriteDb, list: number): void {
  const space = spaceOfList(list)
  const shape = shapeOfList(tx, list)
  const pieces = tx.prepare<[number, number], Buffer>('SELECT codes FROM vector_codes WHERE segment BETWEEN ? AND ?').pluck()
  const isThere = tx.prepare<[number], number>('SELECT 1 FROM vectors WHERE id = ?').pluck()
  const entries = new Map<number, Entry>()
  for (const codes of pieces.all(...segmentsOf(list)))
    for (const entry of entriesOf(codes, shape))
      if (isThere.get(firstRow(space) + entry.passage) !== undefined) entries.set(entry.passage, entry)
  tx.prepare('DELETE FROM vector_codes WHERE segment BETWEEN ? AND ?').run(...segmentsOf(list))
  const put = tx.prepare('INSERT INTO vector_codes (segment, codes) VALUES (?, ?)')
  const all = [...entries.values()]
  const count = Math.ceil(all.length / segmentEntries)
  for (let n = 0; n < count; n++)
    put.run(firstSegment(list) + n, pack(all.slice(n * segmentEntries, (n + 1) * segmentEntries), shape))
  const changed = countChange(tx, space)
  tx.prepare('UPDATE vector_lists SET size = ?, segments = ?, changed = ? WHERE list = ?').run(all.length, count, changed, list)
}

export function countChange(tx: WriteDb, space: number): number {
  const count = tx
    .prepare<[number], number>('UPDATE vector_spaces SET list_changes = list_changes + 1 WHERE id = ? RETURNING list_changes')
    .pluck()
  return count.get(space) ?? 0
}

function pack(entries: readonly Entry[], shape: BlockShape): Buffer {
  const packed = emptyBlocks(blocksFor(entries.length), shape)
  for (const [n, entry] of entries.entries()) copyEntry(entry, { to: packed, n, shape })
  return packed
}
