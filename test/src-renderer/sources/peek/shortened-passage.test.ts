import { expect, test } from 'vitest'
import { shortenedPassage } from '../../../../src-renderer/sources/peek/shortened-passage.ts'

test('a short passage is shown whole, with its sentence apart', () => {
  const text = 'Keep it dry. It lasts two years. Ask the dealer.'

  expect(shortenedPassage(text, [13, 32])).toEqual({
    before: 'Keep it dry. ',
    sentence: 'It lasts two years.',
    after: ' Ask the dealer.',
  })
})

test('of a long passage what stands around its sentence is shown, cut between words', () => {
  const words = 'word '.repeat(200)
  const text = `${words}It lasts two years. ${words}`
  const { before, sentence, after } = shortenedPassage(text, [words.length, words.length + 19])

  expect(sentence).toBe('It lasts two years.')
  expect(before).toMatch(/^…(word )+$/)
  expect(after).toMatch(/^( word)+…$/)
  expect(before.length + sentence.length + after.length).toBeLessThanOrEqual(482)
})

test('without a sentence its beginning is shown', () => {
  const { before, sentence, after } = shortenedPassage('word '.repeat(200), undefined)

  expect([before, sentence]).toEqual(['', ''])
  expect(after).toMatch(/^word.*word…$/)
})
