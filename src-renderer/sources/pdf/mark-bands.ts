/** In pixels, or in anything else that both sides have in common. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Of the height of a line: a wider gap lies between columns, not between words. */
const widestGap = 1

/** One box for each line of the marked text: pieces beside each other are joined, over the gaps of their words. */
export function markBands(boxes: readonly Box[]): Box[] {
  const bands: Box[] = []
  for (const box of boxes) {
    if (box.right <= box.left || box.bottom <= box.top) continue
    const last = bands.at(-1)
    if (last && isSameLine(last, box)) bands[bands.length - 1] = around(last, box)
    else bands.push(box)
  }
  return bands
}

function isSameLine(one: Box, other: Box): boolean {
  const height = Math.min(one.bottom - one.top, other.bottom - other.top)
  const shared = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)
  const gap = Math.max(one.left, other.left) - Math.min(one.right, other.right)
  return shared >= height / 2 && gap <= height * widestGap
}

const around = (one: Box, other: Box): Box => ({
  left: Math.min(one.left, other.left),
  top: Math.min(one.top, other.top),
  right: Math.max(one.right, other.right),
  bottom: Math.max(one.bottom, other.bottom),
})
