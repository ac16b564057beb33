import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ReadDb } from '../db/database.ts'
import { type Neighbour, nearest } from './nearest.ts'
import { createVectorChanges } from './vector-changes.ts'
import { createVectorTable, type VectorTable } from './vector-table.ts'

export interface VectorScan {
  /** The passages nearest to `query` (normalised), best first; all of them are looked at. `allows` narrows by document. */
  search(query: Float32Array, wanted: VectorQuery, signal: AbortSignal): Promise<Neighbour[]>
}

export interface VectorQuery {
  readonly embedderId: string
  readonly limit: number
  readonly allows?: ((documentId: string) => boolean) | undefined
}

/** Rows between two turns of the event loop: two or three milliseconds. */
const rowsPerTurn = 8192

/** Exact search over the 8-bit vectors of one embedder. They are kept in memory and follow the rows. */
export function createVectorScan(db: ReadDb): VectorScan {
  const changes = createVectorChanges(db)
  let table: VectorTable | undefined

  function currentTable(embedderId: string): VectorTable {
    const changed = changes.take()
    if (table === undefined || table.embedderId !== embedderId || changed === 'unknown') table = createVectorTable(db, embedderId)
    else table.refresh(changed)
    return table
  }

  return {
    async search(query, { embedderId, limit, allows }, signal) {
      const rows = currentTable(embedderId)
      const scan = nearest(rows, query, { limit, allows })
      for (let from = 0; from < rows.size(); from += rowsPerTurn) {
        if (from > 0) await nextTurn()
        signal.throwIfAborted()
        scan.look(from, Math.min(from + rowsPerTurn, rows.size()))
      }
      return scan.best()
    },
  }
}
