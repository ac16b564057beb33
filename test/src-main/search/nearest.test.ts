import { expect, test } from 'vitest'
import { nearest } from '../../../src-main/search/nearest.ts'

test('a document that comes while the search goes on is not taken for an allowed one', () => {
  const ids = ['asked']
  const documents = Int32Array.of(0, 0)
  const table = {
    embedderId: 'e',
    dimension: () => 2,
    size: () => 2,
    codes: () => Int8Array.of(10, 0, 127, 0),
    scales: () => Float32Array.of(0.01, 0.01),
    passages: () => Float64Array.of(1, 2),
    documents: () => documents,
    documentIds: () => ids,
    refresh: () => {},
  }
  const scan = nearest(table, Float32Array.of(1, 0), { limit: 5, allows: (id) => id === 'asked' })
  ids.push('of another collection')
  documents[1] = 1

  scan.look(0, 2)

  expect(scan.best().map(({ passage }) => passage)).toEqual([1])
})
