import { expect, test } from 'vitest'
import { cleanText, formatOf, piecesBetween, shownPassage } from '../../../src-renderer/sources/clean-text.ts'

const markdown = '# The pump\n\n- **Seals** are `wear` parts\n* 2 * 3 is 6\n\nPlain.'
const pieces = cleanText(markdown, { ...formatOf('markdown'), headings: new Set() })
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
  const plain = cleanText('Wear parts\n# no heading\n', { ...formatOf('text'), headings: new Set([0]) })

  expect(shown(plain)).toBe('Wear parts\n# no heading\n')
  expect(shown(plain.filter(({ isHeading }) => isHeading))).toBe('Wear parts\n')
})

test('of a printed page a sentence goes on over the ends of its lines; headings, short lines and rows of tables keep theirs', () => {
  const heading = 'How long the pump is covered by the warranty of its maker'
  const lines = [
    heading,
    'The pump is covered by the warranty for 24 months',
    'from the date of installation.',
    '',
    'Ask for:',
    'the dealer',
    'Part number of the seal\tPrice of the seal\tWeight',
    '12\t30\t4',
  ]
  const pieces = cleanText(lines.join('\n'), { ...formatOf('pdf'), headings: new Set([0]) })

  expect(shown(pieces).split('\n')).toEqual([heading, `${lines[1]} ${lines[2]}`, ...lines.slice(3)])
})

test('a passage is shown without signs only where its document has them', () => {
  const text = '# Pump\nThe **seal** is 2 * 3 mm.'

  expect(shownPassage({ document: 'manual.md', text })).toBe('Pump\nThe seal is 2 * 3 mm.')
  expect(shownPassage({ document: 'notes.txt', text })).toBe(text)
})
