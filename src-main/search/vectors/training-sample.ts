import type { ReadDb } from '../../db/database.ts'
import { paddedDimension } from './code-blocks.ts'
import type { Kernel } from './kernel.ts'
import { rowsOf } from './keys.ts'
import type { Probe } from './probe.ts'
import type { VectorSpace } from './spaces.ts'

/** Rows drawn evenly over the passages, as they are stored. */
export interface TrainingSample {
  readonly count: number
  row(n: number): { readonly codes: Int8Array; readonly scale: number }
  take(n: number, probe: Probe): void
  /** The product of what the probe was set to with a row. */
  product(n: number, probe: Probe): number
}

interface SampleOptions {
  readonly kernel: Kernel
  readonly space: VectorSpace
  readonly random: () => number
  readonly wanted: number
}

export function readSample(db: ReadDb, { kernel, space, random, wanted }: SampleOptions): TrainingSample {
  const padded = paddedDimension(space.dimension)
  const [first, last] = rowsOf(space.id)
  const end = db
    .prepare<[number, number], number>('SELECT max(id) FROM vectors WHERE id BETWEEN ? AND ?')
    .pluck()
    .get(first, last)
  const one = db.prepare<[number, number], { scale: number; vector: Buffer }>(
    'SELECT scale, vector FROM vectors WHERE id BETWEEN ? AND ? ORDER BY id LIMIT 1',
  )
  const count = Math.min(wanted, space.size)
  const at = kernel.reserve(count * padded)
  const scales = new Float32Array(count)
  for (let n = 0; n < count; n++) {
    const row = one.get(first + Math.floor(random() * ((end ?? first) - first + 1)), last)
    if (row === undefined) continue
    kernel.views().u8.set(row.vector, at + n * padded)
    scales[n] = row.scale
  }
  const rowOf = (n: number) => {
    const from = at + n * padded
    return { codes: kernel.views().i8.subarray(from, from + padded), scale: scales[n] ?? 0 }
  }
  return {
    count,
    row: rowOf,
    take(n, probe) {
      const { codes, scale } = rowOf(n)
      probe.setRow(codes, scale)
    },
    product: (n, probe) => probe.rowProduct(at + n * padded, scales[n] ?? 0),
  }
}
