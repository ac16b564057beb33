import { expect, test } from 'vitest'
import { cleanText, piecesBetween } from '../../../src-renderer/sources/clean-text.ts'

const markdown = '# The pump\n\n- **Seals** are `wear` parts\n* 2 * 3 is 6\n\nPlain.'
const pieces = cleanText(markdown, { isMarkdown: true, headings: [] })
const shown = (list: readonly { readonly text: string }[]): string => list.map(({ text }) => text).join('')

test('signs of headings, lists and emphasis are not shown, and words are', () => {
  expect(shown(pieces)).toBe('The pump\n\n• Seals are wear parts\n• 2 * 3 is 6\n\nPlain.')
  expect(shown(pieces.filter(({ isHeading }) => isHeading))).toBe('The pump\n')
})

test('the pieces cover the text without a gap, so that every offset stays where it was', () => {
  let at = 0
  for (const { start, end } of pieces) {
    expect(start).toBe(at)
    at = end
  }
  expect(at).toBe(markdown.length)
})

test('a mark from one offset to another shows exactly those words, also from within a line', () => {
  const start = markdown.indexOf('eals')
  const end = markdown.indexOf(' parts')

  expect(shown(piecesBetween(pieces, start, end))).toBe('eals are wear')
  expect(shown([...piecesBetween(pieces, 0, start), ...piecesBetween(pieces, start, markdown.length)])).toBe(shown(pieces))
})

test('text that is no Markdown stays as it is, but for the headings that are known', () => {
  const plain = cleanText('Wear parts\n# no heading\n', { isMarkdown: false, headings: ['Wear parts'] })

  expect(shown(plain)).toBe('Wear parts\n# no heading\n')
  expect(shown(plain.filter(({ isHeading }) => isHeading))).toBe('Wear parts\n')
})
