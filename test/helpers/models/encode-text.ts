import { toByteCharacters } from '../../../src-main/models/demo/byte-pair-encoding.ts'

/** Cuts a text where Qwen2's tokenizer cuts it before it merges bytes. */
export const splitWords = (text: string): readonly string[] => text.match(QWEN2_WORD) ?? []

const QWEN2_WORD =
  /(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+/gu

export interface EncoderParts {
  readonly tokens: readonly string[]
  readonly merges: readonly string[]
  /** Tokens that are found in text as they stand. */
  readonly tags: readonly string[]
}

/** The same tokens that llama.cpp makes of a text. */
export function encodeWith({ tokens, merges, tags }: EncoderParts): (text: string) => number[] {
  const ids = new Map(tokens.map((token, id) => [token, id]))
  const ranks = new Map(merges.map((merge, rank) => [merge, rank]))
  const tagPattern = new RegExp(`(${tags.map((tag) => tag.replaceAll('|', '\\|')).join('|')})`)
  const idsOf = (piece: string): number[] => {
    if (tags.includes(piece)) return [ids.get(piece) ?? 0]
    return splitWords(piece).flatMap((word) => mergeAll([...toByteCharacters(word)], ranks).map((token) => ids.get(token) ?? 0))
  }
  return (text) => text.split(tagPattern).flatMap(idsOf)
}

/** Applies the merge of the lowest rank until none is left. */
function mergeAll(symbols: readonly string[], ranks: ReadonlyMap<string, number>): readonly string[] {
  const candidates = symbols.slice(1).map((right, at) => ({ at, rank: ranks.get(`${symbols[at]} ${right}`) ?? Infinity }))
  const best = candidates.reduce((lowest, one) => (one.rank < lowest.rank ? one : lowest), { at: -1, rank: Infinity })
  if (best.rank === Infinity) return symbols
  return mergeAll(
    [...symbols.slice(0, best.at), symbols.slice(best.at, best.at + 2).join(''), ...symbols.slice(best.at + 2)],
    ranks,
  )
}
