import { expect, test } from 'vitest'
import { answeringSentence, citedClaims } from '../../../src-renderer/sources/answering-sentence.ts'

const passage = [
  '## 7.3 Warranty',
  'The K-200 is warranted for a period of 24\nmonths from the date of installation. Claims are made through the dealer with the serial number.',
  'The warranty does not apply where the pump has been run dry for more than thirty seconds.',
].join('\n\n')

const found = (answer: string, number = 1): string | undefined => {
  const range = answeringSentence(passage, citedClaims(answer, number))
  return range && passage.slice(...range)
}

test('the sentence that carries the answer is found across the line break it was set with', () => {
  expect(found('The pump is covered for 24 months from installation [1].')).toBe(
    'The K-200 is warranted for a period of 24\nmonths from the date of installation.',
  )
})

test('what the answer says of another source does not choose the sentence', () => {
  const answer = 'Claims go through the dealer with the serial number [2]. It is void once the pump has been run dry [1].'

  expect(found(answer)).toMatch(/^The warranty does not apply/)
  expect(found(answer, 2)).toMatch(/^Claims are made/)
})

test('a number in a list of numbers, and one behind the full stop, count as well', () => {
  expect(found('Claims are made through the dealer. [2, 1]')).toMatch(/^Claims are made/)
  expect(citedClaims('Nothing here. Seals are wear parts.[1][3]', 3)).toEqual(['Seals are wear parts.'])
})

test('nothing stands out where the answer has nothing in common with the passage', () => {
  expect(found('Lisbon is warm in March [1].')).toBeUndefined()
  expect(found('The pump is covered for 24 months.')).toBeUndefined()
})
