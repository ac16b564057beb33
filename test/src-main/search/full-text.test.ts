import { randomUUIDv7 } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Db } from '../../../src-main/db/database.ts'
import { addPassages } from '../../../src-main/knowledge/passages.ts'
import { findWords } from '../../../src-main/search/full-text.ts'
import { queryTerms } from '../../../src-shared/retrieval/query-terms.ts'
import { openTestDb } from '../../helpers/test-db.ts'

interface Written {
  readonly title?: string
  readonly heading?: string[]
  readonly text: string
}

/** One document per entry; passage rows are numbered from 1. */
function storeOf(documents: readonly Written[]): Db & { readonly documentIds: readonly string[] } {
  const db = openTestDb()
  const collection = randomUUIDv7()
  const documentIds = documents.map(() => randomUUIDv7())
  db.transact((tx) => {
    tx.prepare("INSERT INTO collections (id, name, created_at, updated_at) VALUES (?, 'c', 0, 0)").run(collection)
    for (const [at, { title = 'T', heading = [], text }] of documents.entries()) {
      const id = documentIds[at] ?? ''
      tx.prepare(
        "INSERT INTO documents (id, collection_id, name, title, size_bytes, status, created_at, updated_at) VALUES (?, ?, 'n', ?, 1, 'ready', 0, 0)",
      ).run(id, collection, title)
      addPassages(tx, [
        { id, document_id: id, position: 0, start: 0, end: text.length, page: null, place: null, heading, tokens: 1, text },
      ])
    }
  })
  return Object.assign(db, { documentIds })
}

const found = (db: Db, query: string, match: 'all' | 'any' = 'all') =>
  findWords(db, queryTerms(query), { limit: 10, match }).map(({ passage }) => passage)

test('words are found in any case and without accents, in text, headings and titles', () => {
  using db = storeOf([
    { text: 'Die Kündigung' },
    { heading: ['KUNDIGUNG'], text: 'x' },
    { title: 'Kündigung', text: 'x' },
    { text: 'y' },
  ])

  expect(found(db, 'kündigung').sort()).toEqual([1, 2, 3])
})

test('a quoted phrase is found only as it stands', () => {
  using db = storeOf([{ text: 'the notice period is long' }, { text: 'a period of notice' }])

  expect(found(db, '"notice period"')).toEqual([1])
})

test('a phrase in which a word comes again is found where it stands, and nowhere else', () => {
  using db = storeOf([{ text: 'the end of the day' }, { text: 'the day of the end of the week' }])

  expect(found(db, '"the end of the day"')).toEqual([1])
  expect(found(db, '"the end of the end"')).toEqual([])
  expect(found(db, '"day of the end of the week"', 'any')).toEqual([2])
  expect(found(db, '"the of the of"', 'any')).toEqual([])
})

test.each(['NEAR(a b', 'a AND', 'title:a', '"', 'a*', '-a', '(a OR', "a' --", 'a^2', '{x y}: a'])(
  'what looks like an operator is text: %s',
  (query) => {
    using db = storeOf([{ text: 'a near and or title 2 x y' }])

    expect(found(db, query, 'any').length).toBeLessThanOrEqual(1)
  },
)

test('an identifier is found whole, not by its parts', () => {
  using db = storeOf([{ text: 'set http-request deny' }, { text: 'the request came by http' }])

  expect(found(db, 'http-request')).toEqual([1])
})

test('any of the words is enough for a question, and the rare word decides', () => {
  const common = Array.from({ length: 30 }, () => ({ text: 'the period of the contract' }))
  using db = storeOf([...common, { text: 'the sublease of the flat' }])

  expect(found(db, 'What is the period of a sublease?', 'any')[0]).toBe(31)
})

test('a word that most passages have costs a question nothing, and alone it is still looked for', () => {
  const rules = Array.from({ length: 1_100 }, (_, n) => ({ text: `rule ${n} of the house` }))
  using db = storeOf([...rules, { text: 'rule about the boiler' }])

  expect(found(db, 'What does the rule say about a boiler?', 'any')).toEqual([1_101])
  expect(found(db, 'Which rule?', 'any')).toHaveLength(10)
})

test('Chinese is found by three characters, by two, by one, and in the middle of a run', () => {
  using db = storeOf([{ text: '本店的退款政策如下' }, { text: '今天天气很好' }])

  expect(found(db, '退款政策')).toEqual([1])
  expect(found(db, '天气')).toEqual([2])
  expect(found(db, '店')).toEqual([1])
  expect(found(db, '请问退款政策是什么', 'any')).toEqual([1])
})

test('a query of signs finds nothing and breaks nothing', () => {
  using db = storeOf([{ text: 'a' }])

  expect(found(db, '?! "" --', 'any')).toEqual([])
  expect(found(db, '?! "" --', 'all')).toEqual([])
})

test('only documents that are asked for are looked in', () => {
  using db = storeOf([{ text: 'alpha' }, { text: 'alpha' }])
  const documentIds = db.documentIds.slice(1)

  expect(findWords(db, queryTerms('alpha'), { limit: 10, match: 'all', documentIds })).toMatchObject([{ passage: 2 }])
})

test('a removed document is found no more', () => {
  using db = storeOf([{ text: 'alpha 退款政策' }, { text: 'alpha' }])

  db.transact((tx) => tx.prepare('DELETE FROM documents WHERE id = ?').run(db.documentIds[0]))

  expect(found(db, 'alpha')).toEqual([2])
  expect(found(db, '退款政策')).toEqual([])
})

test('a search within documents asks the index of words once, not once for every passage of theirs', () => {
  using db = storeOf([{ text: 'ferry' }, { text: 'ferry' }, { text: 'harbour' }])
  const asked: string[] = []
  const prepare = (sql: string) => {
    asked.push(sql)
    return db.prepare(sql)
  }
  const listening = { ...db, prepare } as Db

  findWords(listening, queryTerms('ferry'), { limit: 10, match: 'any', documentIds: db.documentIds })

  const search = asked.find((sql) => sql.includes('MATCH')) ?? ''
  const plan = db.prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${search}`).all({ match: 'x', limit: 1, ids: '[]' })
  const index = plan.find(({ detail }) => detail.includes('passage_words'))?.detail
  // FTS5 names the constraints it was given; `=` would be one row id at a time.
  expect(index).toMatch(/VIRTUAL TABLE INDEX \d+:[^=]*$/)
})

test('the share tells how much of a question a passage has: chance words of it score little, all of its rare words much', () => {
  const common = Array.from({ length: 40 }, (_, at) => ({ text: `the rent of flat ${at} is due` }))
  using db = storeOf([...common, { text: 'the sublease of a loft' }])
  const share = (query: string) => findWords(db, queryTerms(query), { limit: 1, match: 'any' })[0]?.share ?? 0

  expect(share('sublease loft')).toBeGreaterThan(0.4)
  expect(share('rent glacier orchestra vaccine')).toBeLessThan(0.1)
})

test('of two hundred words the rarest have to be there, and a sentence with them is found', () => {
  const common = Array.from({ length: 40 }, () => ({ text: 'word of the common kind' }))
  const rare = Array.from({ length: 12 }, (_, at) => `rare${'abcdefghijkl'[at]}`).join(' ')
  using db = storeOf([...common, { text: rare }])

  expect(found(db, `${rare} ${'word of the common kind '.repeat(40)}`)).toEqual([41])
})

test('a whole pasted page finds the passage it is about by its longest words', () => {
  const filler = Array.from(
    { length: 60 },
    (_, at) => `w${String.fromCodePoint(97 + (at % 26))}${String.fromCodePoint(97 + ((at / 26) | 0))}`,
  )
  using db = storeOf([{ text: filler.join(' ') }, { text: 'commissioning records of the circulator' }])

  expect(found(db, [...filler, 'commissioning', 'circulator'].join(' '), 'any')).toContain(2)
})

test('a word that has more forms than there are passages does not make every passage a perfect hit', () => {
  const others = Array.from({ length: 11 }, () => ({ text: 'model models' }))
  using db = storeOf([{ text: 'the pump has a warranty model' }, ...others])

  const hits = findWords(db, queryTerms('models pump warranty'), { limit: 20, match: 'any' })

  expect(hits[0]?.passage).toBe(1)
  expect(hits.slice(1).every(({ share }) => share < 0.5)).toBe(true)
})

/** Passages of the index of words alone, after those that there are: the tables of as many would take a minute to fill. */
function crowd(db: Db, text: string, count: number): void {
  db.transact((tx) => {
    const add = tx.prepare("INSERT INTO passage_words (rowid, text, heading, title) VALUES (?, ?, '', '')")
    for (let at = 0; at < count; at++) add.run(1_000 + at, text)
    tx.prepare(
      `INSERT INTO passages (rowid, id, document_id, position, start, "end", heading, tokens, text)
       VALUES (100000, 'last', (SELECT min(id) FROM documents), 9, 0, 1, '[]', 1, 'last')`,
    ).run()
  })
}

test.each(['all', 'any'] as const)(
  'an old document that is asked for is found by a word that is too common to rank: %s',
  (match) => {
    using db = storeOf([{ text: 'last' }, { text: 'the old customer' }, { text: 'customer' }])
    crowd(db, 'customer', 31_000)
    const documentIds = db.documentIds.slice(1, 2)

    const hits = findWords(db, queryTerms('customer'), { limit: 10, match, documentIds })

    expect(hits.map(({ passage }) => passage)).toEqual([2])
  },
)
