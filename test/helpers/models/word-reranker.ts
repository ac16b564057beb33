import { join } from 'node:path'
import {
  embedderTokenizer,
  embedderTokenizerSettings,
  MAX_TOKENS,
} from '../../../src-main/models/demo/embedder/embedder-tokenizer.ts'
import { buildEmbedderVocabulary, type PieceToken } from '../../../src-main/models/demo/embedder/embedder-vocabulary.ts'
import { drawMeaningVectors } from '../../../src-main/models/demo/embedder/meaning-vectors.ts'
import { createOnnxGraph, type OnnxGraph } from '../../../src-main/models/demo/embedder/onnx-writer.ts'
import { writeWholeFile } from '../../../src-main/models/demo/write-whole-file.ts'

/**
 * Writes a small cross-encoder: a folder that transformers.js loads for sequence classification, with one logit. Every token of the question
 * looks for its like among those of the text; the logit is above 0 when more than half of the question's weight was found.
 */
export async function writeWordReranker(directory: string): Promise<void> {
  const tokens = buildEmbedderVocabulary()
  const json = (name: string, content: unknown) =>
    writeWholeFile(join(directory, name), [Buffer.from(`${JSON.stringify(content, null, 1)}\n`)])
  await writeWholeFile(join(directory, 'onnx/model_quantized.onnx'), [encodeGraph(tokens)])
  await json('tokenizer.json', embedderTokenizer(tokens))
  await json('tokenizer_config.json', embedderTokenizerSettings())
  await json('config.json', {
    model_type: 'mpnet',
    architectures: ['MPNetForSequenceClassification'],
    id2label: { 0: 'LABEL_0' },
    vocab_size: tokens.length,
    max_position_embeddings: MAX_TOKENS + 2,
    ...{ bos_token_id: 0, pad_token_id: 1, eos_token_id: 2 },
  })
}

const DIMENSION = 64
const FLOAT = 1
const END_TOKEN = 2
/** Logit of a question whose words are all there; its negative when none is. */
const STEEPNESS = 6

function encodeGraph(tokens: readonly PieceToken[]): Buffer {
  const graph = createOnnxGraph('word-reranker')
  const ids = graph.input('input_ids', 'int64', [1, 'sequence'])
  graph.input('attention_mask', 'int64', [1, 'sequence'])
  const number = (value: number) => graph.floats([], Float32Array.of(value))
  const { question, text } = sides(graph, ids)
  const weights = graph.floats(
    [tokens.length],
    Float32Array.from(tokens, ({ own }) => own),
  )
  const asked = graph.add('Mul', [graph.add('Gather', [weights, ids], { axis: 0 }), question])
  const found = graph.add('MatMul', [asked, bestLikeness(graph, { ids, text, tokens })])
  const all = graph.add('ReduceSum', [asked, graph.integers([1], [1])], { keepdims: 1 })
  const share = graph.add('Div', [found, all])
  const centred = graph.add('Sub', [graph.add('Mul', [share, number(2)]), number(1)])
  graph.output('logits', graph.add('Mul', [centred, number(STEEPNESS)]), [1, 1])
  return graph.encode()
}

/** 1 for the tokens before the first end of a text and 0 behind it, and the other way round. */
function sides(graph: OnnxGraph, ids: string): { question: string; text: string } {
  const one = graph.floats([], Float32Array.of(1))
  const isEnd = graph.add('Cast', [graph.add('Equal', [ids, graph.integers([1], [END_TOKEN])])], { to: FLOAT })
  const endsBefore = graph.add('CumSum', [isEnd, graph.integers([], [1])], { exclusive: 1 })
  const text = graph.add('Min', [endsBefore, one])
  return { text, question: graph.add('Sub', [one, text]) }
}

interface Likeness {
  readonly ids: string
  readonly text: string
  readonly tokens: readonly PieceToken[]
}

/** Of each token to the token of the text that is most like it: 1 for the same word, about 0 for any other; [sequence, 1]. */
function bestLikeness(graph: OnnxGraph, { ids, text, tokens }: Likeness): string {
  const meanings = [...new Set(tokens.map(({ meaning }) => meaning))]
  const rowOf = new Map(meanings.map((meaning, row) => [meaning, row]))
  const rows = graph.integers(
    [tokens.length],
    tokens.map(({ meaning }) => rowOf.get(meaning) ?? 0),
  )
  const table = graph.bytes([meanings.length, DIMENSION], drawMeaningVectors(meanings, DIMENSION))
  const found = graph.add('Gather', [table, graph.add('Gather', [rows, ids], { axis: 0 })], { axis: 0 })
  const vectors = graph.add('Cast', [found], { to: FLOAT })
  // One pair of texts at a time.
  const flat = graph.add('Reshape', [vectors, graph.integers([2], [-1, DIMENSION])])
  const products = graph.add('MatMul', [flat, graph.add('Transpose', [flat])])
  const likeness = graph.add('Div', [products, graph.floats([], Float32Array.of(DIMENSION))])
  const inText = graph.add('Mul', [likeness, text])
  const best = graph.add('ArgMax', [inText], { axis: 1, keepdims: 1 })
  return graph.add('GatherElements', [inText, best], { axis: 1 })
}
