import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { markdownParser } from '../../../src-renderer/markdown/markdown-parser.ts'
import { emptySplit, type Split, splitBlocks } from '../../../src-renderer/markdown/split-blocks.ts'

const sources = ({ blocks }: Split): string[] => blocks.map(({ source }) => source)

/** As an answer streams: the text in parts, each parsed on top of the one before. */
const streamed = (parts: readonly string[]): Split =>
  parts.reduce((split, part) => splitBlocks(split, split.text + part), emptySplit)

test('finished blocks are the very same objects while the answer grows', () => {
  const before = splitBlocks(emptySplit, 'One.\n\nTwo.\n\nThr')

  const after = splitBlocks(before, 'One.\n\nTwo.\n\nThree.\n\nFour')

  expect(after.blocks[0]).toBe(before.blocks[0])
  expect(after.blocks[1]).toBe(before.blocks[1])
  expect(after.blocks).toHaveLength(4)
})

test('a word that is added to a long answer has only its last blocks parsed again', () => {
  const paragraph = `${'A paragraph of a long answer has many words. '.repeat(8)}\n\n`
  const before = splitBlocks(emptySplit, paragraph.repeat(300))
  using parse = vi.spyOn(markdownParser, 'parse')

  const after = splitBlocks(before, `${before.text}And`)
  splitBlocks(after, `${after.text} so`)

  const lengths = parse.mock.calls.map(([text]) => text.length)
  expect(lengths).toHaveLength(2)
  expect(Math.max(...lengths)).toBeLessThan(3 * paragraph.length)
})

test('a text that is not a continuation is parsed anew', () => {
  const before = splitBlocks(emptySplit, 'One.\n\nTwo.')

  expect(sources(splitBlocks(before, 'Other.'))).toEqual(['Other.'])
})

test('a code block that is still open is one block, whatever lines are in it', () => {
  expect(sources(streamed(['```\n', '# a\n\n', '- b\n\n', 'c']))).toHaveLength(1)
})

test('streaming in any parts gives the blocks of the whole text', () => {
  const line = fc.constantFrom(
    'word',
    '# head',
    '- item',
    '  - deep',
    '1. one',
    '> said',
    '```',
    '| a | b |',
    '|---|---|',
    '---',
    '',
    '',
    '    code',
  )
  const part = fc.oneof(line, fc.constantFrom('\n', '\n\n', ' ', '\r\n'))
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      const whole = splitBlocks(emptySplit, parts.join(''))
      expect(sources(streamed(parts))).toEqual(sources(whole))
    }),
  )
})

test('the sources of the blocks are the text, nothing lost and nothing twice', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '\n', '\r', ' ', '#', '-', '`', '>', '|', '[', ']', ':', '1', '.'), maxLength: 80 }),
      (text) => {
        const split = splitBlocks(emptySplit, text)
        expect(sources(split).join('')).toBe(split.blocks.length === 0 ? '' : text)
      },
    ),
  )
})

test.each([
  ['a rule that goes on as words belongs to the list before it', ['- item\n', '---', 'word']],
  ['a table whose second line goes on as words is a paragraph', ['word\n|---|---|\n', '|---|---|', 'word']],
])('%s', (_, parts) => {
  expect(sources(streamed(parts))).toEqual([parts.join('')])
})
