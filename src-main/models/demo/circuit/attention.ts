import { createMatrix, type Matrix } from './matrix.ts'
import { constant, entriesOf, type Slot, type Term } from './residual-stream.ts'
import { BALLAST, HEAD_SIZE, PAIRS, stillDimension } from './rotary.ts'

export const HEADS = 4

/** What keys offer to queries (or values to outputs), in consecutive dimensions. */
interface Feature {
  readonly first: number
  readonly size: number
}
export type KeyFeature = Feature & { readonly kind: 'key' }
export type ValueFeature = Feature & { readonly kind: 'value' }

/** One attention layer with one key and value per token, shared by four heads. Every method adds to what is there. */
export interface Attention {
  /** Keys carry a slot (or, given terms, one entry: their sum) in dimensions that do not turn. */
  offer(content: Slot | readonly Term[]): KeyFeature
  /** Keys carry `size` at angle `phase` of a pair that turns with the position, if the flag is set. */
  offerPhase(pair: number, flag: Slot, vector: { phase: number; size: number }): void
  /** Values carry a slot, or one entry: the sum of the terms. */
  carry(content: Slot | readonly Term[]): ValueFeature
  head(index: number): Head
  weights(): AttentionWeights
}

/** The logit of a head is the sum of everything asked for here, exactly: the norms and the usual 1/√d are undone. */
export interface Head {
  /** Logit += weight · (query slot · offered feature). */
  match(query: Slot, feature: KeyFeature, weight: number): void
  /** Logit += weight · offered feature, for every query. */
  prefer(feature: KeyFeature, weight: number): void
  /** Logit += weight · cos(turn · distance + phase), for keys that offer this pair at phase 0 and size 1. */
  preferDistance(pair: number, wave: { phase: number; weight: number }): void
  /** Logit += weight · cos(turn · distance − angle), where the asking token brings the angle's cosine and sine. */
  matchDistance(pair: number, angle: { cosine: Slot; sine: Slot; weight: number }): void
  /** The slot receives the carried feature (its mean, weighted by the softmax), times weight. */
  write(feature: ValueFeature, slot: Slot, weight?: number): void
}

export interface AttentionWeights {
  readonly query: Matrix
  readonly key: Matrix
  readonly value: Matrix
  readonly output: Matrix
  readonly queryNorm: Float32Array
  readonly keyNorm: Float32Array
}

const QUERY_BALLAST = 100
const KEY_BALLAST = 30_000

/** `queryScale`: about the largest query that will be asked; it only keeps the stored weights in the range of float16. */
export function createAttention(width: number, queryScale: number): Attention {
  const query = createMatrix(HEADS * HEAD_SIZE, width)
  const key = createMatrix(HEAD_SIZE, width)
  const value = createMatrix(HEAD_SIZE, width)
  const output = createMatrix(width, HEADS * HEAD_SIZE)
  const nextKey = createDimensionCounter()
  const nextValue = createDimensionCounter()
  for (let head = 0; head < HEADS; head++) query.set(head * HEAD_SIZE + BALLAST, constant.at, QUERY_BALLAST)
  key.set(BALLAST, constant.at, KEY_BALLAST)

  return {
    offer(content) {
      const rows = rowsOf(content)
      const feature = { kind: 'key' as const, first: nextKey(rows.length), size: rows.length }
      for (const [index, terms] of rows.entries())
        for (const [entry, weight] of terms) key.add(stillDimension(feature.first + index), entry.at, weight)
      return feature
    },

    offerPhase(pair, flag, { phase, size }) {
      key.add(pair, flag.at, size * Math.cos(phase))
      key.add(pair + PAIRS, flag.at, size * Math.sin(phase))
    },

    carry(content) {
      const rows = rowsOf(content)
      const feature = { kind: 'value' as const, first: nextValue(rows.length), size: rows.length }
      for (const [index, terms] of rows.entries())
        for (const [entry, weight] of terms) value.add(feature.first + index, entry.at, weight)
      return feature
    },

    head: (index) => createHead({ query, output, queryScale, firstDimension: index * HEAD_SIZE }),

    weights: () => ({
      query,
      key,
      value,
      output,
      queryNorm: headNorm(queryScale * QUERY_BALLAST),
      keyNorm: headNorm(KEY_BALLAST / Math.sqrt(HEAD_SIZE)),
    }),
  }
}

interface HeadParts {
  readonly query: Matrix
  readonly output: Matrix
  readonly queryScale: number
  readonly firstDimension: number
}

function createHead({ query, output, queryScale, firstDimension }: HeadParts): Head {
  const ask = (dimension: number, entry: Slot, weight: number) =>
    query.add(firstDimension + dimension, entry.at, weight / queryScale)
  return {
    match(slot, feature, weight) {
      for (const [index, entry] of entriesOf(slot).entries()) ask(stillDimension(feature.first + index), entry, weight)
    },
    prefer(feature, weight) {
      ask(stillDimension(feature.first), constant, weight)
    },
    preferDistance(pair, { phase, weight }) {
      ask(pair, constant, weight * Math.cos(phase))
      ask(pair + PAIRS, constant, weight * Math.sin(phase))
    },
    matchDistance(pair, { cosine, sine, weight }) {
      ask(pair, cosine, weight)
      ask(pair + PAIRS, sine, -weight)
    },
    write(feature, slot, weight = 1) {
      for (const [index, entry] of entriesOf(slot).entries()) output.add(entry.at, firstDimension + feature.first + index, weight)
    },
  }
}

const rowsOf = (content: Slot | readonly Term[]): readonly (readonly Term[])[] =>
  'size' in content ? entriesOf(content).map((entry): Term[] => [[entry, 1]]) : [content]

function createDimensionCounter(): (count: number) => number {
  let next = 0
  return (count) => {
    const first = next
    next += count
    return first
  }
}

/** As in the residual stream, a known large entry decides the norm; its own weight is 0, so it adds nothing to a logit. */
function headNorm(weight: number): Float32Array {
  const weights = new Float32Array(HEAD_SIZE).fill(weight)
  weights[BALLAST] = 0
  return weights
}
