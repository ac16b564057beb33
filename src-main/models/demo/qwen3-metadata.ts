import type { GgufMetadata } from './gguf-writer.ts'

export interface Qwen3Shape {
  readonly name: string
  readonly layers: number
  readonly width: number
  readonly hiddenUnits: number
  readonly heads: number
  readonly keyValueHeads: number
  readonly headSize: number
  readonly contextTokens: number
  readonly rotaryBase: number
  readonly normEpsilon: number
  readonly encoding: 'f16' | 'q8_0'
}

/** The kinds of token that llama.cpp tells apart; `user` ones are found in ordinary text, `control` ones are not. */
export const tokenKinds = { normal: 1, control: 3, user: 4, unused: 5 } as const

export interface Tokenizer {
  /** In byte characters, but for control, user and unused tokens. */
  readonly tokens: readonly string[]
  /** Of `tokenKinds`, one per token. */
  readonly kinds: readonly number[]
  readonly merges: readonly string[]
}

/** Everything that llama.cpp wants to know of a qwen3 model but its tensors. Throws when a token of the chat format is missing. */
export function qwen3Metadata(shape: Qwen3Shape, tokenizer: Tokenizer): GgufMetadata {
  return { ...shapeMetadata(shape), ...tokenizerMetadata(tokenizer) }
}

const text = (value: string) => ({ type: 'string', value }) as const
const count = (value: number) => ({ type: 'u32', value }) as const
const real = (value: number) => ({ type: 'f32', value }) as const

const fileTypes = { f16: 1, q8_0: 7 } as const

function shapeMetadata(shape: Qwen3Shape): GgufMetadata {
  return {
    'general.architecture': text('qwen3'),
    'general.name': text(shape.name),
    'general.file_type': count(fileTypes[shape.encoding]),
    'general.quantization_version': count(2),
    'qwen3.block_count': count(shape.layers),
    'qwen3.context_length': count(shape.contextTokens),
    'qwen3.embedding_length': count(shape.width),
    'qwen3.feed_forward_length': count(shape.hiddenUnits),
    'qwen3.attention.head_count': count(shape.heads),
    'qwen3.attention.head_count_kv': count(shape.keyValueHeads),
    'qwen3.attention.key_length': count(shape.headSize),
    'qwen3.attention.value_length': count(shape.headSize),
    'qwen3.attention.layer_norm_rms_epsilon': real(shape.normEpsilon),
    'qwen3.rope.freq_base': real(shape.rotaryBase),
  }
}

function tokenizerMetadata({ tokens, kinds, merges }: Tokenizer): GgufMetadata {
  const id = (token: string) => count(indexOf(tokens, token))
  return {
    'tokenizer.ggml.model': text('gpt2'),
    'tokenizer.ggml.pre': text('qwen2'),
    'tokenizer.ggml.tokens': { type: 'strings', value: tokens },
    'tokenizer.ggml.token_type': { type: 'i32s', value: kinds },
    'tokenizer.ggml.merges': { type: 'strings', value: merges },
    'tokenizer.ggml.eos_token_id': id('<|im_end|>'),
    'tokenizer.ggml.padding_token_id': id('<|endoftext|>'),
    'tokenizer.ggml.bos_token_id': id('<|endoftext|>'),
    'tokenizer.ggml.add_bos_token': { type: 'bool', value: false },
    'tokenizer.chat_template': text(CHAT_TEMPLATE),
  }
}

function indexOf(tokens: readonly string[], token: string): number {
  const index = tokens.indexOf(token)
  if (index < 0) throw new RangeError(`the vocabulary lacks ${token}`)
  return index
}

/** Plain ChatML: node-llama-cpp does not recognise Qwen3 by it, so sessions name `QwenChatWrapper` themselves. */
const CHAT_TEMPLATE =
  "{%- for message in messages %}{{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}{%- endfor %}" +
  "{%- if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{%- endif %}"
