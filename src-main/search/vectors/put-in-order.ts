const steps = 1024

/**
 * The numbers of scores about in their order, the highest first: two that are less than a thousandth of the whole apart may be exchanged. By
 * counting: a few thousand lists for every query are too many to be sorted.
 */
export function putInOrder(scores: Float32Array): Uint32Array {
  const count = scores.length
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let n = 0; n < count; n++) {
    const score = scores[n] ?? 0
    if (score < lowest) lowest = score
    if (score > highest) highest = score
  }
  const by = highest > lowest ? (steps - 1) / (highest - lowest) : 0
  const places = new Uint32Array(steps + 1)
  const own = new Uint16Array(count)
  for (let n = 0; n < count; n++) {
    const step = Math.floor((highest - (scores[n] ?? 0)) * by)
    own[n] = step
    places[step + 1] = (places[step + 1] ?? 0) + 1
  }
  for (let step = 1; step < steps; step++) places[step] = (places[step] ?? 0) + (places[step - 1] ?? 0)
  const order = new Uint32Array(count)
  for (let n = 0; n < count; n++) {
    const step = own[n] ?? 0
    const place = places[step] ?? 0
    order[place] = n
    places[step] = place + 1
  }
  return order
}
