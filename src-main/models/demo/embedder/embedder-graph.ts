import type { PieceToken } from './embedder-vocabulary.ts'
import { drawMeaningVectors } from './meaning-vectors.ts'
import { createOnnxGraph, type OnnxGraph } from './onnx-writer.ts'

/**
 * The network: each token becomes own · vector + bond · (vector ⊙ shifted vector of the token before). The mean over a text, which the
 * caller takes, is a bag of words in `dimension` numbers. The product of two random vectors is as good as a new random one and
 * depends on both, in order: so the pieces of an unknown word make a vector that only this word has. One text never changes
 * another's vector, so batches are safe.
 */
export function encodeEmbedderGraph(tokens: readonly PieceToken[], dimension: number): Buffer {
  const graph = createOnnxGraph('word-overlap-embedder')
  const ids = graph.input('input_ids', 'int64', ['batch', 'sequence'])
  graph.input('attention_mask', 'int64', ['batch', 'sequence'])
  const vectors = lookUpVectors(graph, ids, { tokens, dimension })
  const weight = (key: 'own' | 'bond' | 'keepsPrevious') => {
    const table = graph.floats(
      [tokens.length, 1],
      Float32Array.from(tokens, (token) => token[key]),
    )
    return graph.add('Gather', [table, ids], { axis: 0 })
  }
  const own = graph.add('Mul', [weight('own'), nextInSequence(graph, weight('keepsPrevious'))])
  const bound = graph.add('Mul', [vectors, rotate(graph, previousInSequence(graph, vectors), dimension)])
  const words = graph.add('Mul', [own, vectors])
  graph.output('last_hidden_state', graph.add('Add', [words, graph.add('Mul', [weight('bond'), bound])]), [
    'batch',
    'sequence',
    dimension,
  ])
  return graph.encode()
}

interface Table {
  readonly tokens: readonly PieceToken[]
  readonly dimension: number
}

function lookUpVectors(graph: OnnxGraph, ids: string, { tokens, dimension }: Table): string {
  const meanings = [...new Set(tokens.map(({ meaning }) => meaning))]
  const rowOf = new Map(meanings.map((meaning, row) => [meaning, row]))
  const rows = graph.integers(
    [tokens.length],
    tokens.map(({ meaning }) => rowOf.get(meaning) ?? 0),
  )
  const vectors = graph.bytes([meanings.length, dimension], drawMeaningVectors(meanings, dimension))
  const found = graph.add('Gather', [vectors, graph.add('Gather', [rows, ids], { axis: 0 })], { axis: 0 })
  return graph.add('Cast', [found], { to: FLOAT })
}

const FLOAT = 1
const SEQUENCE_AXIS = 1
const VECTOR_AXIS = 2
const END = 2 ** 31 - 1

/** What the token before has; nothing for the first. */
function previousInSequence(graph: OnnxGraph, values: string): string {
  const padded = graph.add('Pad', [values, graph.integers([6], [0, 1, 0, 0, 0, 0]), graph.floats([], Float32Array.of(0))])
  const withoutLast = graph.add('Shape', [values], { start: SEQUENCE_AXIS, end: SEQUENCE_AXIS + 1 })
  return graph.add('Slice', [padded, graph.integers([1], [0]), withoutLast, graph.integers([1], [SEQUENCE_AXIS])])
}

/** What the token behind has; 1 for the last. */
function nextInSequence(graph: OnnxGraph, values: string): string {
  const padded = graph.add('Pad', [values, graph.integers([6], [0, 0, 0, 0, 1, 0]), graph.floats([], Float32Array.of(1))])
  return slice(graph, padded, { axis: SEQUENCE_AXIS, from: 1, to: END })
}

/** Moves each component by one place, so that "ab" and "ba" differ. */
function rotate(graph: OnnxGraph, values: string, dimension: number): string {
  const last = slice(graph, values, { axis: VECTOR_AXIS, from: dimension - 1, to: dimension })
  const others = slice(graph, values, { axis: VECTOR_AXIS, from: 0, to: dimension - 1 })
  return graph.add('Concat', [last, others], { axis: VECTOR_AXIS })
}

function slice(graph: OnnxGraph, values: string, { axis, from, to }: { axis: number; from: number; to: number }): string {
  return graph.add('Slice', [values, ...[from, to, axis].map((number) => graph.integers([1], [number]))])
}
