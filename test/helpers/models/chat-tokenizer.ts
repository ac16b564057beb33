import { learnBytePairs } from '../../../src-main/models/demo/byte-pair-encoding.ts'
import { type Tokenizer, tokenKinds } from '../../../src-main/models/demo/qwen3-metadata.ts'
import { encodeWith, splitWords } from './encode-text.ts'

export interface ChatTokenizer extends Tokenizer {
  encode(text: string): number[]
  /** The number of a tag such as `<think>`, or of a text that is one token. Throws for any other. */
  id(text: string): number
}

/** A Qwen-like tokenizer learnt from a text, with the tags of Qwen3; `size` pads the vocabulary with unused tokens. */
export function buildChatTokenizer(text: string, { mergeCount, size = 0 }: { mergeCount: number; size?: number }): ChatTokenizer {
  const { tokens: learnt, merges } = learnBytePairs(countWords(text), mergeCount)
  const tags = [...controlTags, ...userTags]
  const used = [...learnt, ...tags]
  const padding = Array.from({ length: Math.max(0, size - used.length) }, (_, index) => `[PAD${index}]`)
  const kinds = [
    ...learnt.map(() => tokenKinds.normal),
    ...controlTags.map(() => tokenKinds.control),
    ...userTags.map(() => tokenKinds.user),
    ...padding.map(() => tokenKinds.unused),
  ]
  const encode = encodeWith({ tokens: used, merges, tags })
  return { tokens: [...used, ...padding], kinds, merges, encode, id: (piece) => only(encode(piece), piece) }
}

export const controlTags: readonly string[] = ['<|endoftext|>', '<|im_start|>', '<|im_end|>']
const userTags: readonly string[] = ['<tool_call>', '</tool_call>', '<tool_response>', '</tool_response>', '<think>', '</think>']

function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const word of splitWords(text)) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

function only(tokens: readonly number[], text: string): number {
  const [token, another] = tokens
  if (token === undefined || another !== undefined) throw new RangeError(`${JSON.stringify(text)} is not one token`)
  return token
}
