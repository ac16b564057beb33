import { expect, test } from 'vitest'
import { markdownParser } from '../../../src-renderer/markdown/markdown-parser.ts'

const inline = (text: string) => markdownParser.parse(text, {}).find(({ type }) => type === 'inline')?.children ?? []

test('a paragraph of any sane length keeps its marks', () => {
  expect(inline(`${'word '.repeat(1000)}**bold**`).some(({ type }) => type === 'strong_open')).toBe(true)
})

test('text made to be expensive is shown as it is, whole', () => {
  const long = '_a*b'.repeat(20_000)

  expect(inline(long).map(({ type, content }) => [type, content])).toEqual([['text', long]])
})

test('so are too many marks in a short text', () => {
  const many = '*a* '.repeat(1500).trim()

  expect(inline(many).map(({ type, content }) => [type, content])).toEqual([['text', many]])
})
