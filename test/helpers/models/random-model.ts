import { type GgufTensor, ggufBytes, tensorOf } from '../../../src-main/models/demo/gguf-writer.ts'
import { type Qwen3Shape, qwen3Metadata } from '../../../src-main/models/demo/qwen3-metadata.ts'
import { createSeededRandom } from '../../../src-main/models/demo/seeded-random.ts'
import { encodedBytes, encodeNumbers } from '../../../src-main/models/demo/tensor-encoding.ts'
import { type WrittenFile, writeWholeFile } from '../../../src-main/models/demo/write-whole-file.ts'
import { buildChatTokenizer, controlTags } from './chat-tokenizer.ts'
import { sampleText } from './sample-text.ts'

export interface RandomModel extends Omit<Qwen3Shape, 'name' | 'rotaryBase' | 'normEpsilon'> {
  /** Tokens, those that are never used included. */
  readonly vocabulary: number
  /** Whether the output weights are the embedding: then a random model repeats its last token for ever. */
  readonly tied: boolean
}

const ordinary = { contextTokens: 40_960, encoding: 'q8_0', tied: true } as const

export const randomShapes = {
  tiny: {
    ...{ layers: 2, width: 64, hiddenUnits: 128, heads: 4, keyValueHeads: 2, headSize: 32, vocabulary: 0 },
    // So many that an answer of a quarter of them is not over before a test has done what it does in the middle of one.
    ...{ contextTokens: 65_536, encoding: 'f16' as const, tied: false },
  },
  of107M: {
    ...ordinary,
    layers: 12,
    width: 768,
    hiddenUnits: 2048,
    heads: 12,
    keyValueHeads: 4,
    headSize: 64,
    vocabulary: 40_960,
  },
  ofQwen3With1700M: {
    ...ordinary,
    ...{ layers: 28, width: 2048, hiddenUnits: 6144, heads: 16, keyValueHeads: 8, headSize: 128, vocabulary: 151_936 },
  },
} as const satisfies Record<string, RandomModel>

/** A qwen3 model of any size with seeded random weights, written piece by piece: size, memory and speed are real, the text is noise. */
export function writeRandomModel(path: string, model: RandomModel, signal?: AbortSignal): Promise<WrittenFile> {
  const tokenizer = buildChatTokenizer(sampleText, { mergeCount: 600, size: model.vocabulary })
  const shape = { ...model, name: 'random', rotaryBase: 1e6, normEpsilon: 1e-6 }
  const tensors = modelTensors(model, tokenizer.tokens, createNoise(model.encoding))
  return writeWholeFile(path, ggufBytes({ metadata: qwen3Metadata(shape, tokenizer), tensors }), signal)
}

type Noise = (name: string, dimensions: readonly number[]) => GgufTensor

const POOL = 2 ** 20
const BLOCK = 32
const DEVIATION = 0.05

/** Tensors cut from one pool of random numbers at random places: as fast as the disk, also for billions of weights. */
function createNoise(encoding: RandomModel['encoding']): Noise {
  const random = createSeededRandom(1)
  const pool = encodeNumbers(
    encoding,
    Float32Array.from({ length: POOL }, () => (random() + random() + random() + random() - 2) * Math.sqrt(3) * DEVIATION),
  )
  return (name, dimensions) => ({
    name,
    dimensions,
    encoding,
    *bytes() {
      const length = dimensions.reduce((product, size) => product * size, 1)
      for (let left = encodedBytes(encoding, length), taken = 0; left > 0; left -= taken) {
        const start = Math.floor(random() * (POOL / BLOCK / 2)) * encodedBytes(encoding, BLOCK)
        taken = Math.min(left, pool.length - start)
        yield pool.subarray(start, start + taken)
      }
    },
  })
}

const ones = (name: string, length: number): GgufTensor =>
  tensorOf(name, [length], { numbers: new Float32Array(length).fill(1), encoding: 'f32' })

function modelTensors(model: RandomModel, tokens: readonly string[], noise: Noise): GgufTensor[] {
  const vocabulary = tokens.length
  const layers = Array.from({ length: model.layers }, (_, index) => layerTensors(model, `blk.${index}`, noise))
  const output = model.tied ? [] : [withoutEnds(noise('output.weight', [model.width, vocabulary]), model, tokens)]
  return [
    noise('token_embd.weight', [model.width, vocabulary]),
    ones('output_norm.weight', model.width),
    ...output,
    ...layers.flat(),
  ]
}

/** A row for each token; those that end an answer have no weights: taken greedily, another is always better. */
function withoutEnds(output: GgufTensor, { width, encoding }: RandomModel, tokens: readonly string[]): GgufTensor {
  return {
    ...output,
    bytes() {
      const all = Buffer.concat([...output.bytes()])
      const row = encodedBytes(encoding, width)
      for (const [id, token] of tokens.entries()) if (controlTags.includes(token)) all.fill(0, id * row, (id + 1) * row)
      return [all]
    },
  }
}

function layerTensors(model: RandomModel, prefix: string, noise: Noise): GgufTensor[] {
  const { width, hiddenUnits, headSize } = model
  const [queries, keys] = [model.heads * headSize, model.keyValueHeads * headSize]
  return [
    ones(`${prefix}.attn_norm.weight`, width),
    noise(`${prefix}.attn_q.weight`, [width, queries]),
    noise(`${prefix}.attn_k.weight`, [width, keys]),
    noise(`${prefix}.attn_v.weight`, [width, keys]),
    noise(`${prefix}.attn_output.weight`, [queries, width]),
    ones(`${prefix}.attn_q_norm.weight`, headSize),
    ones(`${prefix}.attn_k_norm.weight`, headSize),
    ones(`${prefix}.ffn_norm.weight`, width),
    noise(`${prefix}.ffn_gate.weight`, [width, hiddenUnits]),
    noise(`${prefix}.ffn_up.weight`, [width, hiddenUnits]),
    noise(`${prefix}.ffn_down.weight`, [hiddenUnits, width]),
  ]
}
