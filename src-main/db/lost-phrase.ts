import type { ReadDb } from './database.ts'

export type PhraseIndex = 'message_phrases' | 'passage_words'

interface Lost {
  /** What FTS5 writes anew whenever the index changes: its segments (`fts5_index.c`, "structure record"). */
  readonly structure: Buffer
  /** In FTS5's language. */
  readonly pairs: Set<string>
}

const remembered = new WeakMap<ReadDb, Map<PhraseIndex, Lost>>()
const mostRemembered = 1_000

/**
 * Whether a phrase is nowhere because two of its neighbours are. FTS5 reads the list of each word with all its places, of one that comes twice two times,
 * and looks through all rows for a first match whatever bound on row ids it is given. So where a word comes again its pairs are asked for first: one
 * that is somewhere is found at once, one that is nowhere takes the lists of two words instead of all, and is known until the index changes.
 */
export function isLostPhrase(db: ReadDb, index: PhraseIndex, words: readonly string[]): boolean {
  if (new Set(words).size === words.length) return false
  const pairs = [...new Set(words.slice(1).map((word, at) => `"${words[at] ?? ''} ${word}"`))]
  const lost = lostIn(db, index)
  if (pairs.some((pair) => lost.has(pair))) return true
  const first = db.prepare<[string]>(`SELECT 1 FROM ${index} WHERE ${index} MATCH ? ORDER BY rowid DESC LIMIT 1`)
  const nowhere = pairs.find((pair) => first.get(pair) === undefined)
  if (nowhere === undefined) return false
  if (lost.size >= mostRemembered) lost.clear()
  lost.add(nowhere)
  return true
}

/** Pairs that were looked for since the index changed, and were nowhere. */
function lostIn(db: ReadDb, index: PhraseIndex): Set<string> {
  const structure = db.prepare<[], Buffer>(`SELECT block FROM ${index}_data WHERE id = 10`).pluck().get() ?? Buffer.alloc(0)
  const ofIndexes = remembered.get(db) ?? new Map<PhraseIndex, Lost>()
  remembered.set(db, ofIndexes)
  const known = ofIndexes.get(index)
  if (known?.structure.equals(structure)) return known.pairs
  const pairs = new Set<string>()
  ofIndexes.set(index, { structure, pairs })
  return pairs
}
