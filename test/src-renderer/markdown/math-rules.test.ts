import { expect, test } from 'vitest'
import { markdownParser } from '../../../src-renderer/markdown/markdown-parser.ts'

type Kind = 'inline' | 'block'

/** The formulas of a text, in order. */
function formulas(text: string): readonly (readonly [Kind, string])[] {
  const tokens = markdownParser.parse(text, {}).flatMap((token) => [token, ...(token.children ?? [])])
  return tokens
    .filter(({ type }) => type === 'math_inline' || type === 'math_block')
    .map(({ type, content }) => [type === 'math_inline' ? 'inline' : 'block', content.trim()] as const)
}

test.each([
  ['The area is $A = \\pi r^2$.', [['inline', 'A = \\pi r^2']]],
  [
    'The area is \\(A\\) and \\[B\\]',
    [
      ['inline', 'A'],
      ['block', 'B'],
    ],
  ],
  ['Before\n\n$$\nx^2\n$$\n\nafter', [['block', 'x^2']]],
  ['Before\n$$x^2$$\nafter', [['block', 'x^2']]],
  ['\\[\nx\n\\]', [['block', 'x']]],
  ['- item\n\n  $$\n  y\n  $$', [['block', 'y']]],
] as const)('%j holds its formulas', (text, found) => expect(formulas(text)).toEqual(found))

test.each([
  'It costs $5 and $6.',
  'From $ 5 to 6 $',
  'A single $ is none',
  '`$x$`',
  '```\n$$\nx\n$$\n```',
  '$$ without an end',
  '$x\n\ny$',
  '\\$x\\$',
])('%j holds none', (text) => expect(formulas(text)).toEqual([]))
