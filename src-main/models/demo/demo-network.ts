import { HEADS } from './circuit/attention.ts'
import { UNITS } from './circuit/gates.ts'
import { createLayerStack, type LayerStack, matrixTensor, normTensor } from './circuit/layer.ts'
import { RECENCY_QUERY_SCALE } from './circuit/recency.ts'
import { identityNorm } from './circuit/residual-stream.ts'
import { HEAD_SIZE, ROTARY_BASE } from './circuit/rotary.ts'
import { embedTokens, readOutTokens } from './embed-tokens.ts'
import type { GgufFile } from './gguf-writer.ts'
import { carryOffset } from './layers/carry-offset.ts'
import { chooseSentence, confirmChoice } from './layers/choose-sentence.ts'
import { collectVotes } from './layers/collect-votes.ts'
import { copySentence } from './layers/copy-sentence.ts'
import { countPositions } from './layers/count-positions.ts'
import { findSurroundings } from './layers/find-surroundings.ts'
import { markPlaces } from './layers/mark-places.ts'
import { matchWords } from './layers/match-words.ts'
import { qwen3Metadata } from './qwen3-metadata.ts'
import { createSlots, type Slots } from './slots.ts'
import { buildVocabulary, type Vocabulary } from './vocabulary.ts'

/**
 * A qwen3 model with computed weights. It answers with the one sentence of the numbered passages in the last user turn that shares most
 * words with the question, verbatim, then its citation, then it stops. The walk of an answer is `stackLayers`, read from top to bottom.
 */
export function buildDemoNetwork(options: { readonly thinks: boolean }): GgufFile {
  const vocabulary = buildVocabulary()
  const slots = createSlots()
  const layers = createLayerStack(slots.width)
  stackLayers({ layers, slots, vocabulary, thinks: options.thinks })
  return {
    metadata: qwen3Metadata(shapeOf(layers, slots), vocabulary),
    tensors: [
      matrixTensor('token_embd.weight', embedTokens(vocabulary, slots)),
      normTensor('output_norm.weight', identityNorm(slots.width)),
      matrixTensor('output.weight', readOutTokens(vocabulary, slots)),
      ...layers.tensors(),
    ],
  }
}

interface Plan {
  readonly layers: LayerStack
  readonly slots: Slots
  readonly vocabulary: Vocabulary
  readonly thinks: boolean
}

function stackLayers({ layers, slots, vocabulary, thinks }: Plan): void {
  markPlaces(layers.add(200), slots, { thinks })
  countPositions(layers, slots)
  findSurroundings(layers.add(RECENCY_QUERY_SCALE), slots)
  matchWords(layers.add(300), slots)
  collectVotes(layers.add(300), slots)
  chooseSentence(layers.add(600), slots)
  confirmChoice(layers.add(600), slots)
  carryOffset(layers.add(RECENCY_QUERY_SCALE), slots)
  copySentence(layers.add(300), slots, vocabulary)
}

const shapeOf = (layers: LayerStack, slots: Slots) =>
  ({
    name: 'Hearth demo model',
    layers: layers.count(),
    width: slots.width,
    hiddenUnits: UNITS,
    heads: HEADS,
    keyValueHeads: 1,
    headSize: HEAD_SIZE,
    contextTokens: 4096,
    rotaryBase: ROTARY_BASE,
    normEpsilon: 1e-9,
    encoding: 'f16',
  }) as const
