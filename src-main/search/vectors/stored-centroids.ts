import type { ReadDb, WriteDb } from '../../db/database.ts'
import { type CentroidShape, type Centroids, createCentroids } from './centroids.ts'
import type { Kernel } from './kernel.ts'
import { firstList, listsOf } from './keys.ts'

export interface Generation {
  readonly space: number
  readonly generation: number
}

export interface Centroid {
  readonly scale: number
  readonly vector: Int8Array
}

/** The middles of a generation's lists. */
export function readCentroids(
  db: ReadDb,
  kernel: Kernel,
  { space, generation, coding }: Generation & { coding: CentroidShape },
): Centroids {
  const range = listsOf(space, generation)
  const count = db.prepare<[number, number], number>('SELECT count(*) FROM vector_centroids WHERE list BETWEEN ? AND ?').pluck()
  const centroids = createCentroids(kernel, count.get(...range) ?? 0, coding)
  const all = db.prepare<[number, number], { list: number; scale: number; vector: Buffer }>(
    'SELECT list, scale, vector FROM vector_centroids WHERE list BETWEEN ? AND ?',
  )
  for (const { list, scale, vector } of all.iterate(...range))
    centroids.set(list - firstList(space, generation), asRow(vector), scale)
  return centroids
}

/** With empty lists beside them. */
export function writeCentroids(tx: WriteDb, { space, generation }: Generation, centroids: readonly Centroid[]): void {
  const put = tx.prepare('INSERT INTO vector_centroids (list, scale, vector) VALUES (?, ?, ?)')
  const open = tx.prepare('INSERT INTO vector_lists (list, size, segments, changed) VALUES (?, 0, 0, 0)')
  for (const [n, { scale, vector }] of centroids.entries()) {
    const list = firstList(space, generation) + n
    put.run(list, scale, Buffer.from(vector.buffer, vector.byteOffset, vector.length))
    open.run(list)
  }
}

export const asRow = (bytes: Buffer): Int8Array => new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length)
