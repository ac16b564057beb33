import { fromByteCharacters, learnBytePairs, toByteCharacters } from './byte-pair-encoding.ts'
import { AFTER_THOUGHT, citations, noPassagesAnswer, passageMarkers, thought } from './fixed-texts.ts'
import { type Tokenizer, tokenKinds } from './qwen3-metadata.ts'
import { trainingWords } from './words/training-words.ts'

/** `text` tokens come from the tokenizer; `fixed` ones only from the model, so they are never confused with text; `tag`s are both. */
export interface VocabularyToken {
  readonly id: number
  readonly origin: 'text' | 'fixed' | 'tag'
  readonly text: string
}

export interface Vocabulary extends Tokenizer {
  readonly entries: readonly VocabularyToken[]
  /** The token that is exactly this text. Throws when there is none. */
  id(text: string): number
  /** The token of a text without the space it begins with, if that space is followed by A–Z; else the token itself. */
  withoutSpace(token: VocabularyToken): number
}

export const startsCapitalised = (text: string): boolean => /^ [A-Z]/.test(text)

export function buildVocabulary(): Vocabulary {
  const { tokens: learnt, merges } = learnBytePairs(trainingWords(), MERGES)
  const fixed = [
    ...spacelessTwins(learnt),
    ...[...citations, ...noPassagesAnswer, ...thought, AFTER_THOUGHT].map(toByteCharacters),
  ]
  const tokens = [...learnt, ...fixed, ...controlTags, ...userTags]
  const origin = originOf(learnt.length, learnt.length + fixed.length)
  const entries = tokens.map((token, id) => {
    const kind = origin(id)
    return { id, origin: kind, text: kind === 'tag' ? token : fromByteCharacters(token) }
  })
  return { tokens, merges, kinds: tokens.map(kindOf), entries, ...lookUp(tokens) }
}

const MERGES = 3700
const controlTags: readonly string[] = ['<|endoftext|>', '<|im_start|>', '<|im_end|>']
const userTags: readonly string[] = [
  '<tool_call>',
  '</tool_call>',
  '<tool_response>',
  '</tool_response>',
  '<think>',
  '</think>',
  ...passageMarkers,
]

/** A quotation begins without the space that its first word has inside the passage. */
function spacelessTwins(tokens: readonly string[]): string[] {
  const known = new Set(tokens)
  const capitalised = tokens.filter((token) => startsCapitalised(fromByteCharacters(token)))
  return capitalised.map((token) => token.slice(1)).filter((twin) => !known.has(twin))
}

function originOf(fixedFrom: number, tagsFrom: number): (id: number) => VocabularyToken['origin'] {
  return (id) => {
    if (id >= tagsFrom) return 'tag'
    return id >= fixedFrom ? 'fixed' : 'text'
  }
}

function kindOf(token: string): number {
  if (controlTags.includes(token)) return tokenKinds.control
  return userTags.includes(token) ? tokenKinds.user : tokenKinds.normal
}

function lookUp(tokens: readonly string[]): Pick<Vocabulary, 'id' | 'withoutSpace'> {
  const ids = new Map(tokens.map((token, id) => [token, id]))
  const id = (text: string) => {
    const found = ids.get(text) ?? ids.get(toByteCharacters(text))
    if (found === undefined) throw new RangeError(`no token is ${JSON.stringify(text)}`)
    return found
  }
  return {
    id,
    withoutSpace: ({ id: own, origin, text }) => (origin === 'text' && startsCapitalised(text) ? id(text.trimStart()) : own),
  }
}
