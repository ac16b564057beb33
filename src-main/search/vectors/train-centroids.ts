import { setImmediate as nextTurn } from 'node:timers/promises'
import { packed } from './centroids.ts'
import type { Kernel } from './kernel.ts'
import { createMeans } from './means.ts'
import { createMiddles } from './middles.ts'
import type { Probe } from './probe.ts'
import type { Centroid } from './stored-centroids.ts'
import type { TrainingSample } from './training-sample.ts'

interface CentroidTraining {
  readonly kernel: Kernel
  readonly probe: Probe
  readonly sample: TrainingSample
  readonly lists: number
  readonly random: () => number
}

const rounds = 7
const rowsPerTurn = 256

/**
 * The middles of so many lists, by k-means over a sample of the rows, by the learned directions where there are any. A middle is a mean, not a
 * direction: the shorter it is, the more its list differs within itself.
 */
export async function trainCentroids(training: CentroidTraining, signal: AbortSignal): Promise<Centroid[]> {
  const { kernel, probe, sample, lists, random } = training
  const near = probe.drafted ?? probe.turned
  const middles = createMiddles(kernel, lists, near.width)
  const homes = new Uint16Array(sample.count)
  const takeAny = (): void => sample.take(Math.floor(random() * sample.count), probe)
  for (let list = 0; list < lists; list++) {
    takeAny()
    middles.set(list, ...packed(floatsOf(kernel, near)))
  }
  const means = createMeans(kernel, lists, near.width)
  for (let round = 0; round < (lists === 1 ? 1 : rounds); round++) {
    for (let n = 0; n < sample.count; n++) {
      if (n % rowsPerTurn === 0) await nextTurn(undefined, { signal })
      sample.take(n, probe)
      homes[n] = middles.nearest(near)
      means.add(homes[n] ?? 0, near)
    }
    for (let list = 0; list < lists; list++) {
      if (means.count(list) === 0) takeAny()
      middles.set(list, ...packed(means.count(list) === 0 ? floatsOf(kernel, near) : means.mean(list)))
    }
    means.clear()
  }
  return await wholeMeans(training, homes, signal)
}

const floatsOf = (kernel: Kernel, { floats, width }: { floats: number; width: number }): Float32Array =>
  kernel.views().f32.subarray(floats / 4, floats / 4 + width)

/** Of all components, by where the rows of the sample belong. */
async function wholeMeans(training: CentroidTraining, homes: Uint16Array, signal: AbortSignal): Promise<Centroid[]> {
  const { kernel, probe, sample, lists, random } = training
  const means = createMeans(kernel, lists, probe.turned.width)
  for (const [n, home] of homes.entries()) {
    if (n % rowsPerTurn === 0) await nextTurn(undefined, { signal })
    sample.take(n, probe)
    means.add(home, probe.turned)
  }
  return Array.from({ length: lists }, (_, list) => {
    if (means.count(list) === 0) sample.take(Math.floor(random() * sample.count), probe)
    const [vector, scale] = packed(means.count(list) === 0 ? floatsOf(kernel, probe.turned) : means.mean(list))
    return { vector, scale }
  })
}
