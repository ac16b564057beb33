import { type GgufMetadata, type GgufTensor, ggufBytes, tensorOf } from '../../src-main/models/demo/gguf-writer.ts'

const u32 = (value: number) => ({ type: 'u32', value }) as const
const string = (value: string) => ({ type: 'string', value }) as const

export interface SmallGguf {
  readonly architecture?: string
  readonly more?: GgufMetadata
}

/** A whole GGUF of a few kilobytes with the header of a small Qwen3: two layers, 64 wide, 100 tokens. Weights are zeros. */
export function smallGguf({ architecture = 'qwen3', more = {} }: SmallGguf = {}): Buffer {
  const metadata: GgufMetadata = {
    'general.architecture': string(architecture),
    'general.name': string('Small'),
    'general.license': string('mit'),
    [`${architecture}.context_length`]: u32(2048),
    [`${architecture}.block_count`]: u32(2),
    [`${architecture}.embedding_length`]: u32(64),
    [`${architecture}.attention.head_count`]: u32(4),
    [`${architecture}.attention.head_count_kv`]: u32(2),
    [`${architecture}.attention.key_length`]: u32(32),
    'tokenizer.ggml.tokens': { type: 'strings', value: Array.from({ length: 100 }, (_, index) => `token${index}`) },
    ...more,
  }
  const tensors: GgufTensor[] = [
    tensorOf('token_embd.weight', [64, 100], { numbers: new Float32Array(6400), encoding: 'f16' }),
    tensorOf('output_norm.weight', [64], { numbers: new Float32Array(64), encoding: 'f32' }),
  ]
  return Buffer.concat([...ggufBytes({ metadata, tensors })])
}
