import type { ReadDb } from './database.ts'

export type PhraseIndex = 'message_phrases' | 'passage_words'

/**
 * Whether a phrase is nowhere because two of its neighbours are. FTS5 reads the list of each word with all its places, of one that comes twice two times,
 * and looks through all rows for a first match whatever bound on row ids it is given. So where a word comes again its pairs are asked for first: one
 * that is somewhere is found at once, one that is nowhere takes the lists of two words instead of all.
 */
export function isLostPhrase(db: ReadDb, index: PhraseIndex, words: readonly string[]): boolean {
  if (new Set(words).size === words.length) return false
  const first = db.prepare<[string]>(`SELECT 1 FROM ${index} WHERE ${index} MATCH ? ORDER BY rowid DESC LIMIT 1`)
  const pairs = new Set(words.slice(1).map((word, at) => `"${words[at] ?? ''} ${word}"`))
  return [...pairs].some((pair) => first.get(pair) === undefined)
}
