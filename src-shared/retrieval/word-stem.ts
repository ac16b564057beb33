/** Endings of English and German words, longest first; other languages lose a plural's or a verb's last letters at most. */
const ending = /(?:ungen|ings?|edly|ung|ern|ies|ed|es|en|er|em|ly|e|n|s|y)$/

const shortest = 4

/** Accents by themselves, signs that say how a letter is drawn, and the Latin letters that FTS5's `unicode61 remove_diacritics 2` knows without accent; й and ё stay what they are. */
const accents = /[\u0300-\u0331\u20d0-\u20ff\ufe00-\ufe0f]/g
const accented = /[\u00c0-\u0233\u1e00-\u1eff]/g
/** Letters that it has in one form where lower case has two. */
const sameLetter: Readonly<Record<string, string>> = { µ: 'μ', ς: 'σ', ſ: 's' }

/** Letters that the index writes as they are but for capitals, whatever stands between them. */
export const isPlainText = (text: string): boolean => /^[ -~]*$/.test(text)

/** As the full-text index writes a word: lower case, without accents. */
export function asIndexed(word: string): string {
  if (isPlainText(word)) return word.toLowerCase()
  return word
    .replaceAll(accents, '')
    .replaceAll(accented, (letter) => letter.normalize('NFD').replaceAll(/\p{M}/gu, ''))
    .toLowerCase()
    .replaceAll(/[µςſ]/g, (letter) => sameLetter[letter] ?? letter)
}

/** Of a word of these letters a search in the index and a look at its list of words surely mean the same. */
export const isPlainWord = (word: string): boolean => /^[a-z0-9]+$/.test(word)

/** What the forms of a word begin with: `tables` and `table` with `tabl`. Words that are too short stay whole: undefined. */
export function wordStem(word: string): string | undefined {
  const indexed = asIndexed(word)
  if (!/^\p{L}+$/u.test(indexed)) return undefined
  // The most that may go, while enough is left to tell the word from others.
  for (const stem of [indexed.replace(ending, ''), indexed.replace(/s$/, ''), indexed]) if (stem.length >= shortest) return stem
  return undefined
}
