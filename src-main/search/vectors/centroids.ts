import type { Projection } from './directions.ts'
import type { Kernel } from './kernel.ts'
import { createMiddles, type Middles } from './middles.ts'
import type { Probe } from './probe.ts'
import { putInOrder } from './put-in-order.ts'

/** The middles of the lists. */
export interface Centroids {
  readonly count: number
  /** Takes a middle's turned components. */
  set(list: number, row: Int8Array, scale: number): void
  /** Lists whose middle is near to the probe, about in the order of their distance: nearest first. */
  nearest(probe: Probe, count: number): Uint32Array
  /** The nearest alone. */
  home(probe: Probe): number
  /** The product of a middle with the probe whose nearest lists, or nearest list, were asked for last, by the learned directions where there are any. */
  product(list: number): number
  /** How far apart rows and that probe may be beside the middle. */
  reach(list: number): number
  /** Where the kernel finds middles: turned, and in the learned directions. */
  readonly addresses: { readonly turned: Middles['addresses']; readonly drafted: Middles['addresses'] | undefined }
  /** To encode against: overwritten by the next call. */
  unpacked(list: number): Middle
}

/** Addresses (f32) of a middle's turned components, and of what they come to in the learned directions. */
export interface Middle {
  readonly turned: number
  readonly drafted: number | undefined
}

export interface CentroidShape {
  readonly padded: number
  readonly drafts: Projection | undefined
}

const largestCode = 127
const largestCodeProjected = 2047

/** Where there are learned directions, lists are near or far by these alone: a sixth of the work. */
export function createCentroids(kernel: Kernel, count: number, { padded, drafts }: CentroidShape): Centroids {
  const turned = createMiddles(kernel, count, padded)
  const drafted = drafts && createMiddles(kernel, count, drafts.width)
  const [codes, projected] = [kernel.reserve(padded * 2), kernel.reserve((drafts?.width ?? 0) * 4)]

  function setDrafted(list: number, middles: Middles): void {
    const width = drafts?.width ?? 0
    const step = kernel.code(turned.unpacked(list), padded, largestCodeProjected, codes)
    drafts?.project({ codes, step }, projected)
    middles.set(list, ...packed(kernel.views().f32.subarray(projected / 4, projected / 4 + width)))
  }

  const near = drafted ?? turned

  let nearness: Float32Array = new Float32Array(count)

  function home({ turned: whole, drafted: part }: Probe): number {
    const list = near.nearest(drafted && part ? part : whole)
    nearness = near.nearness()
    return list
  }

  const product = (list: number): number => (nearness[list] ?? 0) + near.squaredLength(list) / 2

  return {
    count,
    set(list, row, scale) {
      turned.set(list, row, scale)
      if (drafted) setDrafted(list, drafted)
    },
    nearest(probe, wanted) {
      home(probe)
      return putInOrder(nearness).subarray(0, wanted)
    },
    home,
    product,
    reach(list) {
      const square = near.squaredLength(list)
      return Math.sqrt(Math.max(0, 1 - square) * Math.max(0, 1 - 2 * product(list) + square))
    },
    addresses: { turned: turned.addresses, drafted: drafted?.addresses },
    unpacked: (list) => ({ turned: turned.unpacked(list), drafted: drafted?.unpacked(list) }),
  }
}

/** Eight bits a component and their scale. */
export function packed(values: Float32Array): [codes: Int8Array<ArrayBuffer>, scale: number] {
  const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / largestCode || 1
  return [Int8Array.from(values, (value) => Math.round(value / scale)), scale]
}
