/** Endings of English and German words, longest first; other languages lose a plural's or a verb's last letters at most. */
const ending = /(?:ungen|ings?|edly|ung|ern|ies|ed|es|en|er|em|ly|e|n|s|y)$/

const shortest = 4

/** As the full-text index writes a word: lower case, without accents. */
export const asIndexed = (word: string): string => word.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()

/** What the forms of a word begin with: `tables` and `table` with `tabl`. Words that are too short stay whole: undefined. */
export function wordStem(word: string): string | undefined {
  const indexed = asIndexed(word)
  if (!/^\p{L}+$/u.test(indexed)) return undefined
  // The most that may go, while enough is left to tell the word from others.
  for (const stem of [indexed.replace(ending, ''), indexed.replace(/s$/, ''), indexed]) if (stem.length >= shortest) return stem
  return undefined
}
