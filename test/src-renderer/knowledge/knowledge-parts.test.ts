import { expect, test } from 'vitest'
import { chooseDocuments, everyDocument, inGroup } from '../../../src-renderer/knowledge/choose-documents.ts'
import { type Finished, paceOf, withFinished } from '../../../src-renderer/knowledge/import-pace.ts'
import { markTerms } from '../../../src-renderer/knowledge/mark-terms.ts'
import { noFacets } from '../../../src-shared/rows/facets.ts'
import type { DocumentRow } from '../../../src-shared/rows/knowledge.ts'

const document = (name: string, fields: Partial<DocumentRow> = {}): DocumentRow => ({
  ...{ id: name, collection_id: 'c', name, path: null, kind: 'text', title: null, size_bytes: 1000, content_hash: null },
  ...{ status: 'ready', fault: null, warnings: [], pages: null, characters: null, passages: 10 },
  ...{ ...noFacets, created_at: 1, updated_at: 1 },
  ...fields,
})

const marked = (text: string, query: string): string =>
  markTerms(text, query)
    .map(({ text: part, isTerm }) => (isTerm ? `[${part}]` : part))
    .join('')

test('the words of a question are marked in the form they have in the passage, and nothing is lost of it', () => {
  expect(marked('The warranties of pumps, run dry.', 'Does the warranty hold if the pump ran dry?')).toBe(
    'The [warranties] of [pumps], run [dry].',
  )
  expect(marked('Käse — 42 °C', 'kase 42')).toBe('[Käse] — [42] °C')
  expect(marked('a < b', 'x')).toBe('a < b')
})

test('a short word is not marked inside a longer one', () => {
  expect(marked('carpet', 'car')).toBe('carpet')
})

test('groups, search and order go together, numbers in names as numbers', () => {
  const documents = [
    document('b 10.md'),
    document('b 9.md'),
    document('a.md', { status: 'failed' }),
    document('c.md', { status: 'reading' }),
  ]

  expect(chooseDocuments(documents, { ...everyDocument, text: 'B', order: 'name' }).map(({ name }) => name)).toEqual([
    'b 9.md',
    'b 10.md',
  ])
  expect(inGroup(documents, 'problems').map(({ name }) => name)).toEqual(['a.md'])
  expect(inGroup(documents, 'progress').map(({ name }) => name)).toEqual(['c.md'])
})

test('a list is narrowed to a tag, a category and an importance, in any letters', () => {
  const documents = [
    document('a.md', { tags: ['Invoice', '2024'], category: 'Money', importance: 'high' }),
    document('b.md', { tags: ['invoice'], category: 'Post' }),
    document('c.md'),
  ]
  const names = (wish: object): string[] =>
    chooseDocuments(documents, { ...everyDocument, order: 'name', ...wish }).map(({ name }) => name)

  expect(names({})).toEqual(['a.md', 'b.md', 'c.md'])
  expect(names({ tag: 'invoice' })).toEqual(['a.md', 'b.md'])
  expect(names({ tag: 'Invoice', category: 'post' })).toEqual(['b.md'])
  expect(names({ importance: 'high' })).toEqual(['a.md'])
  expect(names({ importance: 'normal', text: 'c' })).toEqual(['c.md'])
})

test('ten thousand documents are put in order within the time of a few frames', () => {
  const documents = Array.from({ length: 10_000 }, (_, index) => document(`Document ${(index * 7919) % 10_000}.pdf`))
  const orderOnce = (): number => {
    const startedAt = performance.now()
    expect(chooseDocuments(documents, { ...everyDocument, order: 'name' })[0]?.name).toBe('Document 0.pdf')
    return performance.now() - startedAt
  }

  // The least of three: one alone measures what else the machine is at.
  expect(Math.min(orderOnce(), orderOnce(), orderOnce())).toBeLessThan(500)
})

test('an import foretells its end by the bytes of the last minute, and nothing from one file', () => {
  const read = (at: readonly number[]): Finished =>
    at.reduce<Finished>((finished, each) => withFinished(finished, document('a', { size_bytes: 1000, passages: 5 }), each), [])

  expect(paceOf(read([0]), 5000)).toBeUndefined()
  expect(paceOf(read([0, 1000, 2000]), 5000)).toEqual({ passagesPerS: 5, leftMs: 5000 })
  expect(paceOf(read([0, 100_000, 101_000]), 2000)).toEqual({ passagesPerS: 5, leftMs: 2000 })
})
