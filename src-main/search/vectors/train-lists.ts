import type { ReadDb } from '../../db/database.ts'
import { createCentroids } from './centroids.ts'
import { paddedDimension } from './code-blocks.ts'
import type { Description } from './coding.ts'
import { describeLists } from './describe-lists.ts'
import { createProjection } from './directions.ts'
import { createSeries } from './drawn-numbers.ts'
import { createKernel } from './kernel.ts'
import { learnDirections } from './learn-directions.ts'
import { createProbe } from './probe.ts'
import type { VectorSpace } from './spaces.ts'
import type { Centroid } from './stored-centroids.ts'
import { trainCentroids } from './train-centroids.ts'
import { readSample } from './training-sample.ts'

export interface Training {
  readonly space: VectorSpace
  readonly lists: number
}

interface Trained {
  readonly description: Description | undefined
  readonly centroids: readonly Centroid[]
}

const samplesPerList = 24
const fewestSamples = 8192

/** What rows have in common and the middles of so many lists; the same rows give the same. */
export async function trainLists(db: ReadDb, { space, lists }: Training, signal: AbortSignal): Promise<Trained> {
  const kernel = createKernel()
  const random = createSeries(space.size + lists)
  const sample = readSample(db, { kernel, space, random, wanted: Math.max(fewestSamples, lists * samplesPerList) })
  const directions = await learnDirections({ kernel, sample, dimension: space.dimension, random }, signal)
  const projection = directions && createProjection(kernel, directions)
  const probe = createProbe(kernel, space.dimension, projection)
  const rows = await trainCentroids({ kernel, probe, sample, lists, random }, signal)
  if (directions === undefined) return { description: undefined, centroids: rows }
  const centroids = createCentroids(kernel, lists, { padded: paddedDimension(space.dimension), drafts: projection })
  for (const [list, { vector, scale }] of rows.entries()) centroids.set(list, vector, scale)
  return { description: await describeLists({ kernel, probe, sample, space, centroids, directions }, signal), centroids: rows }
}
