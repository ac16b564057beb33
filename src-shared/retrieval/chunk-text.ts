import { cutRank, type TextUnit } from './split-units.ts'

/** A passage: what is embedded, found and cited. `text.slice(start, end)` has no white space at its ends. */
export interface Passage {
  readonly start: number
  readonly end: number
  /** The page it begins on; null in a document without pages. */
  readonly page: number | null
  readonly headingPath: readonly string[]
  /** Sum over its units, the white space between them included. */
  readonly tokens: number
}

export interface PackOptions {
  readonly maxTokens?: number
  readonly overlapTokens?: number
}

/**
 * Packs units into passages of at most `maxTokens`, cut at the best place in the second half of each: before a heading, else a paragraph, else a
 * sentence, else a line of code or a row. Each repeats up to `overlapTokens` of the one before, but never over a heading.
 * `tokenCounts[i]` is what the embedder's tokenizer makes of `units[i]`, without special tokens; one alone above the maximum stands alone.
 */
export function packUnits(
  units: readonly TextUnit[],
  tokenCounts: readonly number[],
  { maxTokens = 256, overlapTokens = 32 }: PackOptions = {},
): Passage[] {
  if (tokenCounts.length !== units.length) throw new RangeError(`${units.length} units, but ${tokenCounts.length} token counts`)
  const measure = createMeasure(units, tokenCounts)
  const passages: Passage[] = []
  let from = 0
  let covered = 0
  while (covered < units.length) {
    const to = chooseEnd(units, measure, { from, covered, maxTokens })
    const [first, last] = [units[from], units[to - 1]]
    if (!first || !last) break
    const { headingPath } = units[covered] ?? first
    passages.push({ start: first.start, end: last.end, page: first.page, headingPath, tokens: measure(from, to) })
    covered = to
    from = overlapStart(units, measure, { to, from, overlapTokens: Math.min(overlapTokens, maxTokens - 1) })
    while (from < covered && measure(from, covered + 1) > maxTokens) from++
  }
  return passages
}

/** Tokens of the units from `from` up to before `to`. */
type Measure = (from: number, to: number) => number

/** White space between units is not in their counts: one space is free, an indented line costs a token or two. */
const gapTokens = (length: number): number => (length <= 1 ? 0 : Math.ceil(length / 8))

function createMeasure(units: readonly TextUnit[], tokenCounts: readonly number[]): Measure {
  const sums = new Float64Array(units.length + 1)
  const gaps = new Float64Array(units.length + 1)
  units.forEach((unit, i) => {
    sums[i + 1] = (sums[i] ?? 0) + (tokenCounts[i] ?? 0)
    gaps[i + 1] = (gaps[i] ?? 0) + gapTokens(unit.start - (units[i - 1]?.end ?? unit.start))
  })
  const between = (list: Float64Array, from: number, to: number): number => (list[to] ?? 0) - (list[from] ?? 0)
  return (from, to) => (to <= from ? 0 : between(sums, from, to) + between(gaps, from + 1, to))
}

interface Window {
  readonly from: number
  /** Units before this one are already in a passage. */
  readonly covered: number
  readonly maxTokens: number
}

/** Where the passage ends: after at least one unit that is not covered yet. */
function chooseEnd(units: readonly TextUnit[], measure: Measure, { from, covered, maxTokens }: Window): number {
  let best = covered + 1
  let bestRank = Number.POSITIVE_INFINITY
  for (let to = covered + 1; ; to++) {
    const tokens = measure(from, to)
    if (to > covered + 1 && tokens > maxTokens) return best
    if (to >= units.length) return to
    const rank = cutBefore(units, to)
    if (rank === cutRank.heading && tokens >= maxTokens / 4) return to
    if (rank <= bestRank && tokens >= maxTokens / 2) {
      best = to
      bestRank = rank
    } else if (bestRank === Number.POSITIVE_INFINITY) best = to
  }
}

/** A cut right behind a heading would part it from its text. */
function cutBefore(units: readonly TextUnit[], index: number): number {
  const rank = units[index]?.rank ?? cutRank.inWord
  return units[index - 1]?.rank === cutRank.heading && rank !== cutRank.heading ? cutRank.inWord : rank
}

interface Overlap {
  readonly from: number
  readonly to: number
  readonly overlapTokens: number
}

/** Where the next passage begins: at the earliest sentence within the overlap, else at the earliest unit. */
function overlapStart(units: readonly TextUnit[], measure: Measure, { from, to, overlapTokens }: Overlap): number {
  if (units[to]?.rank === cutRank.heading) return to
  let earliest = to
  let sentence = to
  for (let start = to - 1; start > from && measure(start, to) <= overlapTokens; start--) {
    earliest = start
    const rank = units[start]?.rank ?? cutRank.inWord
    if (rank <= cutRank.sentence) sentence = start
    if (rank === cutRank.heading) break
  }
  return sentence < to ? sentence : earliest
}
