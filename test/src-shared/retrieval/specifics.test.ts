import { expect, test } from 'vitest'
import { specificsOf } from '../../../src-shared/retrieval/specifics.ts'

const texts = (query: string): string[] => specificsOf(query).map(({ text }) => text)

test('what must be found is what a question names: identifiers, numbers, names, quotations', () => {
  expect(texts('How long is the guarantee for the K-300?')).toEqual(['k 300'])
  expect(texts('What were the sales of Hollow Oak in Japan?')).toEqual(['hollow', 'oak', 'japan'])
  expect(texts('Where does it say "never on Sundays"?')).toContain('never on sundays')
})

test('a bare number has to stand beside its neighbour, a year may stand anywhere', () => {
  expect(specificsOf('What is the rent of loft 12?')).toEqual([{ text: '12', beside: ['loft 12'] }])
  expect(specificsOf('What was the limit in the 2024 policy?')).toEqual([{ text: '2024', beside: [] }])
})

test('the first word of a sentence and the nouns of a German question are no names', () => {
  expect(texts('Where is it? Nobody told me.')).toEqual([])
  expect(texts('Darf ich die Wäsche auf der Loggia trocknen?')).toEqual([])
})
