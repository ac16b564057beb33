import type { Kernel } from './kernel.ts'

/** Means of what is added to each list. */
export interface Means {
  add(list: number, vector: { readonly floats: number }): void
  count(list: number): number
  mean(list: number): Float32Array<ArrayBuffer>
  clear(): void
}

export function createMeans(kernel: Kernel, lists: number, width: number): Means {
  const sums = kernel.reserve(lists * width * 4)
  const counts = new Uint32Array(lists)
  return {
    add(list, { floats }) {
      kernel.add(sums + list * width * 4, floats, width)
      counts[list] = (counts[list] ?? 0) + 1
    },
    count: (list) => counts[list] ?? 0,
    mean(list) {
      const from = sums / 4 + list * width
      return kernel
        .views()
        .f32.slice(from, from + width)
        .map((sum) => sum / (counts[list] || 1))
    },
    clear() {
      counts.fill(0)
      kernel.views().f32.fill(0, sums / 4, sums / 4 + lists * width)
    },
  }
}
