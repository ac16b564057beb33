const steps = 1024

/**
 * The numbers of scores about in their order, the highest first: two that are less than a thousandth of the whole apart may be exchanged. By
 * counting: a few thousand lists for every query are too many to be sorted.
 */
export function putInOrder(scores: Float32Array): Uint32Array {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const score of scores) {
    lowest = Math.min(lowest, score)
    highest = Math.max(highest, score)
  }
  const by = highest > lowest ? (steps - 1) / (highest - lowest) : 0
  const places = new Uint32Array(steps + 1)
  for (const score of scores) {
    const step = Math.floor((highest - score) * by) + 1
    places[step] = (places[step] ?? 0) + 1
  }
  for (let step = 1; step < steps; step++) places[step] = (places[step] ?? 0) + (places[step - 1] ?? 0)
  const order = new Uint32Array(scores.length)
  for (let n = 0; n < scores.length; n++) {
    const step = Math.floor((highest - (scores[n] ?? 0)) * by)
    const place = places[step] ?? 0
    order[place] = n
    places[step] = place + 1
  }
  return order
}
