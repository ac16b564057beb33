/** What a person typed, taken apart. Nothing in it is an operator. */
export interface QueryTerms {
  /** In quotation marks: to be found as they stand. */
  readonly phrases: readonly string[]
  /** Names of settings, files and functions, numbers, codes: written with something that plain words do not have. */
  readonly identifiers: readonly string[]
  /** Everything else, in order, as typed. */
  readonly words: readonly string[]
}

const quoted = /"([^"]+)"|“([^”]+)”|„([^“”]+)[“”]|«([^»]+)»/gu

export function queryTerms(query: string): QueryTerms {
  const phrases = [...query.matchAll(quoted)].map((match) => match.slice(1).find((part) => part !== undefined) ?? '')
  const rest = query.replaceAll(quoted, ' ').split(/\s+/u).map(bare).filter(hasWord)
  return {
    phrases: phrases.map((phrase) => phrase.trim()).filter(hasWord),
    identifiers: rest.filter(isIdentifier),
    words: rest.filter((word) => !isIdentifier(word)),
  }
}

/** Letters and digits in a row: what the full-text index keeps as one word. Signs alone are none, as the variation selector beside an emoji. */
export const indexedWords = (text: string): string[] =>
  (text.match(/[\p{L}\p{N}\p{M}\p{Co}]+/gu) ?? []).filter((word) => /[\p{L}\p{N}\p{Co}]/u.test(word))

/** Han, Kana, Hangul, Thai, Lao, Khmer, Burmese: written without spaces, or with so few that words cannot be told apart. */
export const isUnspaced = (text: string): boolean =>
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]/u.test(text)

const hasWord = (text: string): boolean => /[\p{L}\p{N}]/u.test(text)

/** Without the punctuation of the sentence around it; `--flag`, `.env`, `@name` and `$HOME` keep their first sign. */
const bare = (word: string): string => word.replace(/^[('‘’[{<]+/u, '').replace(/[)\]}>'‘’,;:!?.…。？！，、]+$/u, '')

function isIdentifier(word: string): boolean {
  if (isUnspaced(word)) return false
  return (
    /\p{N}/u.test(word) ||
    /[\p{L}\p{N}][_./\\:@#=+][\p{L}\p{N}_]/u.test(word) ||
    /^[-.@$#_%/\\]+[\p{L}_]/u.test(word) ||
    hasInnerCapital(word)
  )
}

const hasInnerCapital = (word: string): boolean => /\p{Ll}\p{Lu}/u.test(word)
