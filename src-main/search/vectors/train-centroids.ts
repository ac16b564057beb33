import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ReadDb } from '../../db/database.ts'
import { type Centroids, createCentroids } from './centroids.ts'
import { createKernel, type Kernel } from './kernel.ts'
import { rowsOf } from './keys.ts'
import { createProbe, type Probe } from './probe.ts'
import type { VectorSpace } from './spaces.ts'
import type { Centroid } from './stored-centroids.ts'

export interface Training {
  readonly space: VectorSpace
  readonly lists: number
}

const samplesPerList = 24
const fewestSamples = 4096
const rounds = 7
const rowsPerTurn = 256
const largestCode = 127

/**
 * The middles of so many lists, by k-means over a sample of the rows; the same rows give the same lists. A middle is a mean, not a
 * direction: the shorter it is, the more its list differs within itself.
 */
export async function trainCentroids(db: ReadDb, { space, lists }: Training, signal: AbortSignal): Promise<Centroid[]> {
  const kernel = createKernel()
  const probe = createProbe(kernel, space.dimension)
  const random = createRandom(space.size + lists)
  const sample = readSample(db, { kernel, probe, space, random, wanted: Math.max(fewestSamples, lists * samplesPerList) })
  const centroids = createCentroids(kernel, lists, probe.padded)
  const means = createMeans(kernel, centroids, probe.padded)
  const startAnew = (list: number): void => {
    sample.take(Math.floor(random() * sample.count), probe)
    means.startAt(list, probe)
  }
  for (let list = 0; list < lists; list++) startAnew(list)
  for (let round = 0; round < rounds; round++) {
    means.clear()
    for (let n = 0; n < sample.count; n++) {
      if (n % rowsPerTurn === 0) await nextTurn(undefined, { signal })
      sample.take(n, probe)
      means.add(lists === 1 ? 0 : centroids.home(probe), probe)
    }
    means.move(startAnew)
  }
  return means.all()
}

interface Sample {
  readonly count: number
  take(n: number, probe: Probe): void
}

interface SampleOptions {
  readonly kernel: Kernel
  readonly probe: Probe
  readonly space: VectorSpace
  readonly random: () => number
  readonly wanted: number
}

/** Rows drawn evenly over the passages, as they are stored. */
function readSample(db: ReadDb, { kernel, probe, space, random, wanted }: SampleOptions): Sample {
  const [first, last] = rowsOf(space.id)
  const end = db
    .prepare<[number, number], number>('SELECT max(id) FROM vectors WHERE id BETWEEN ? AND ?')
    .pluck()
    .get(first, last)
  const one = db.prepare<[number, number], { scale: number; vector: Buffer }>(
    'SELECT scale, vector FROM vectors WHERE id BETWEEN ? AND ? ORDER BY id LIMIT 1',
  )
  const count = Math.min(wanted, space.size)
  const at = kernel.reserve(count * probe.padded)
  const scales = new Float32Array(count)
  for (let n = 0; n < count; n++) {
    const row = one.get(first + Math.floor(random() * ((end ?? first) - first + 1)), last)
    if (row === undefined) continue
    kernel.views().u8.set(row.vector, at + n * probe.padded)
    scales[n] = row.scale
  }
  return {
    count,
    take(n, target) {
      const from = at + n * target.padded
      target.setRow(kernel.views().i8.subarray(from, from + target.padded), scales[n] ?? 0)
    },
  }
}

/** Sums of what belongs to each list. */
function createMeans(kernel: Kernel, centroids: Centroids, padded: number) {
  const sums = kernel.reserve(centroids.count * padded * 4)
  const counts = new Uint32Array(centroids.count)
  const rows: Centroid[] = []
  const sumOf = (list: number): number => sums + list * padded * 4

  function place(list: number, at: number, by: number): void {
    const values = kernel.views().f32.slice(at / 4, at / 4 + padded)
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) * by
    const scale = largest / largestCode || 1
    rows[list] = { scale, vector: Int8Array.from(values, (value) => Math.round((value * by) / scale)) }
    centroids.set(list, rows[list].vector, scale)
  }

  return {
    startAt(list: number, probe: Probe): void {
      place(list, probe.rotated, 1)
    },
    clear(): void {
      counts.fill(0)
      kernel.views().f32.fill(0, sums / 4, sums / 4 + centroids.count * padded)
    },
    add(list: number, probe: Probe): void {
      kernel.add(sumOf(list), probe.rotated, padded)
      counts[list] = (counts[list] ?? 0) + 1
    },
    /** Every middle to the mean of what was added to it; where nothing was, it begins anew. */
    move(startAnew: (list: number) => void): void {
      for (const [list, count] of counts.entries()) {
        if (count === 0) startAnew(list)
        else place(list, sumOf(list), 1 / count)
      }
    },
    all: (): Centroid[] => rows,
  }
}

function createRandom(seed: number): () => number {
  let state = seed | 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}
