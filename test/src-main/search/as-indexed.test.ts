import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { asIndexed } from '../../../src-shared/retrieval/word-stem.ts'

/** What the index's own tokenizer makes of each letter between two others. */
function indexedBy(letters: readonly string[]): ReadonlyMap<string, string> {
  const db = new Database(':memory:')
  db.exec("CREATE VIRTUAL TABLE words USING fts5 (word, tokenize = 'unicode61 remove_diacritics 2')")
  db.exec("CREATE VIRTUAL TABLE terms USING fts5vocab (words, 'instance')")
  const add = db.prepare('INSERT INTO words (rowid, word) VALUES (?, ?)')
  for (const [n, letter] of letters.entries()) add.run(n, `a${letter}b`)
  const terms = db.prepare<[], [string, number]>('SELECT term, doc FROM terms').raw().all()
  db.close()
  return new Map(terms.map(([term, n]) => [letters[n] ?? '', term]))
}

// By the rule before, й was looked for as и and ё as е, which no index of words has them as: they were found nowhere.
test.each([
  ['Latin with accents', 0xc0, 0x1df],
  ['Greek', 0x391, 0x3c9],
  ['Cyrillic', 0x400, 0x4ff],
  ['Arabic', 0x620, 0x64a],
  ['Devanagari', 0x904, 0x939],
  ['Vietnamese', 0x1ea0, 0x1ef9],
])('letters are looked for as the index writes them: %s', (_, first, last) => {
  const letters = Array.from({ length: last - first + 1 }, (__, n) => String.fromCodePoint(first + n)).filter((letter) =>
    /\p{L}/u.test(letter),
  )
  const indexed = indexedBy(letters)

  const other = letters.filter((letter) => indexed.get(letter) !== asIndexed(`a${letter}b`))

  expect(other).toEqual([])
})

test.each(['µ', 'ſ', 'ς', 'e\u0301', 'µM'])('%s is looked for as the index writes it', (letter) => {
  expect(asIndexed(`a${letter}b`)).toBe(indexedBy([letter]).get(letter))
})
