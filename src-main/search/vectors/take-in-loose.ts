import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Db, WriteDb } from '../../db/database.ts'
import { passageOf } from './build-lists.ts'
import { createKernel } from './kernel.ts'
import { firstList, rowsOf } from './keys.ts'
import { indexLimits } from './limits.ts'
import { createListBuffers, type Segment, segmentEntries, writeSegments } from './list-buffers.ts'
import { createProbe } from './probe.ts'
import type { VectorSpace } from './spaces.ts'
import { asRow, readCentroids } from './stored-centroids.ts'
import { readCoding } from './stored-directions.ts'
import { createStrangeness, type StrangeSlacks } from './strangeness.ts'
import { countChange, sweepList } from './sweep-lists.ts'

const rowsPerTurn = 256
/** Lists touched by one commit: each is a page of the file, written through. */
const listsPerCommit = 100

interface LooseRow {
  readonly n: number
  readonly id: number
  readonly scale: number | null
  readonly vector: Buffer | null
}

/** Puts loose rows into the lists. A row leaves the loose ones in the commit that puts it into its list, never before. */
export async function takeInLoose(db: Db, space: VectorSpace, signal: AbortSignal): Promise<void> {
  const kernel = createKernel()
  const coding = readCoding(db, kernel, space)
  const probe = createProbe(kernel, space.dimension, coding.drafts)
  const centroids = readCentroids(db, kernel, { space: space.id, generation: space.generation, coding })
  const buffers = createListBuffers(kernel, centroids, coding)
  const [first, last] = rowsOf(space.id)
  const taken = new Map<number, number[]>()
  const strange = createStrangeness(kernel, { coding, centroids, probe })
  const gone: number[] = []
  const rows = readLoose(db, space, [first, last])
  for (const [at, { n, id, scale, vector }] of rows.entries()) {
    if (at % rowsPerTurn === 0) await nextTurn(undefined, { signal })
    if (scale === null || vector === null) {
      gone.push(n)
      continue
    }
    probe.setRow(asRow(vector), scale)
    const list = centroids.home(probe)
    buffers.add(list, probe, passageOf(id, first))
    strange.look(list)
    taken.set(list, [...(taken.get(list) ?? []), n])
  }
  const byList = Map.groupBy(buffers.take({ all: true }), ({ list }) => list)
  const lists = [...byList.keys()].sort((a, b) => a - b)
  for (let from = 0; from < lists.length; from += listsPerCommit) {
    await nextTurn(undefined, { signal })
    const some = lists.slice(from, from + listsPerCommit)
    db.transact((tx) => {
      const segments = some.flatMap((list) => byList.get(list) ?? [])
      append(tx, space, { segments, slacksOf: strange.slacksOf })
      removeLoose(
        tx,
        some.flatMap((list) => taken.get(list) ?? []),
      )
    })
  }
  db.transact((tx) => removeLoose(tx, gone))
}

/** Those whose row is gone come without it. */
function readLoose(db: Db, space: VectorSpace, [first, last]: readonly [number, number]): LooseRow[] {
  return db
    .prepare<[number, number, number, number], LooseRow>(`
      SELECT n, loose_vectors.id, scale, vector FROM loose_vectors LEFT JOIN vectors ON vectors.id = loose_vectors.id
      WHERE n > ? AND loose_vectors.id BETWEEN ? AND ? ORDER BY n LIMIT ?
    `)
    .all(space.loose_done, first, last, indexLimits.mostLoose)
}

interface Appending {
  readonly segments: readonly Segment[]
  /** What a list has to allow for because of them. */
  readonly slacksOf: (list: number) => StrangeSlacks
}

function append(tx: WriteDb, { id, generation }: VectorSpace, { segments, slacksOf }: Appending): void {
  const changed = countChange(tx, id)
  const first = firstList(id, generation)
  writeSegments(tx, segments, { first, changed })
  const allow = tx.prepare('UPDATE vector_lists SET slack = max(slack, ?), tail_slack = max(tail_slack, ?) WHERE list = ?')
  for (const { list } of segments) {
    const { slack, tailSlack } = slacksOf(list)
    if (slack > 0) allow.run(slack, tailSlack, first + list)
  }
  for (const list of new Set(segments.map((segment) => first + segment.list))) if (isShattered(tx, list)) sweepList(tx, list)
}

/** Many pieces, most of them far from full. */
function isShattered(tx: WriteDb, list: number): boolean {
  const { size, segments } = tx
    .prepare<[number], { size: number; segments: number }>('SELECT size, segments FROM vector_lists WHERE list = ?')
    .get(list) ?? { size: 0, segments: 0 }
  return segments > piecesAllowed && segments > 2 * Math.ceil(size / segmentEntries)
}

const piecesAllowed = 12

function removeLoose(tx: WriteDb, numbers: readonly number[]): void {
  const remove = tx.prepare('DELETE FROM loose_vectors WHERE n = ?')
  for (const n of numbers) remove.run(n)
}
