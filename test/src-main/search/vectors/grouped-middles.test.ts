import { expect, test } from 'vitest'
import { createSeededRandom } from '../../../../src-main/models/demo/seeded-random.ts'
import { createCentroids, packed } from '../../../../src-main/search/vectors/centroids.ts'
import { createGroupedHome } from '../../../../src-main/search/vectors/grouped-middles.ts'
import { createKernel } from '../../../../src-main/search/vectors/kernel.ts'
import { createProbe } from '../../../../src-main/search/vectors/probe.ts'

const width = 64
const lists = 1500

/** Points around a hundred topics, each topic's own spread small beside the distance between topics. */
function createPoints(seed: number) {
  const random = createSeededRandom(seed)
  const component = (): number => random() + random() + random() - 1.5
  const topics = Array.from({ length: 100 }, () => Float32Array.from({ length: width }, component))
  return (): Float32Array => {
    const topic = topics[Math.floor(random() * topics.length)] ?? new Float32Array(width)
    return topic.map((value) => value + 0.5 * component())
  }
}

// A row in a list far from it would be found by no search that looks at the nearest lists alone.
test('by groups of middles a row comes into the nearest list, or one of the next', () => {
  const kernel = createKernel()
  const probe = createProbe(kernel, width, undefined)
  const centroids = createCentroids(kernel, lists, { padded: probe.turned.width, drafts: undefined })
  const point = createPoints(7)
  for (let list = 0; list < lists; list++) {
    probe.set(point())
    const at = probe.turned.floats / 4
    centroids.set(list, ...packed(kernel.views().f32.slice(at, at + probe.turned.width)))
  }
  const home = createGroupedHome(kernel, centroids, probe.turned.width)

  const places = Array.from({ length: 500 }, () => {
    probe.set(point())
    return centroids.nearest(probe, 12).indexOf(home(probe))
  })

  expect(places.filter((place) => place === 0).length).toBeGreaterThan(425)
  expect(places.filter((place) => place < 0)).toEqual([])
})
