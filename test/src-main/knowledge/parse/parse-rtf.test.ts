import { expect, test } from 'vitest'
import { parseBytes } from './parse-bytes.ts'

const read = async (rtf: string) => (await parseBytes('a.rtf', Buffer.from(rtf, 'latin1'))).text

test('letters come from the code page of their font, from the one of the file, and from Unicode with its fallback left out', async () => {
  const fonts =
    '{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset204 Arial;}{\\f2\\fcharset128 MS Gothic;}{\\f3\\fcharset238 Arial;}}'

  expect(
    await read(
      `{\\rtf1\\ansi\\ansicpg1252${fonts}\\f0 Gr\\'fc\\'dfe \\f1\\'cf\\'f0\\'e8\\'e2\\'e5\\'f2 \\f2\\'93\\'fa\\'96\\'7b{\\f3 \\'a3\\'f3d\\'9f}\\par}`,
    ),
  ).toBe('Grüße Привет 日本Łódź')
  expect(await read("{\\rtf1\\ansicpg1250 \\'a3\\'f3d\\'9f}")).toBe('Łódź')
  expect(await read("{\\rtf1\\uc1 a\\u8364?b\\u-10179?\\u-8704?c\\uc2\\u26085\\'93\\'fad{\\uc0\\u233 e}}")).toBe('a€b😀c日dée')
})

test('what nobody sees is left out: hidden and struck-out words, fields, styles, heads, pictures; what is seen stays', async () => {
  const rtf =
    '{\\rtf1{\\info{\\title Lease}{\\author Somebody}}{\\stylesheet{\\s1 heading 1;}}{\\header HEAD}\\pard\\s1 Notice\\par\\pard ' +
    'Three {\\v hidden }months{\\deleted struck}.{\\*\\unknown junk}{\\field{\\*\\fldinst HYPERLINK "x"}{\\fldrslt  See here}}{\\pict 89504e47}\\par}'
  const { text, title, headings } = await parseBytes('a.rtf', rtf)

  expect(text).toBe('Notice\n\nThree months. See here')
  expect([title, headings]).toEqual(['Lease', [{ level: 1, text: 'Notice', start: 0 }]])
})

test('rows of a table are lines, a cell of two paragraphs is one cell', async () => {
  const row = (cells: readonly string[]) => `\\trowd ${cells.map((cell) => `\\pard\\intbl ${cell}\\cell `).join('')}\\row `

  expect(await read(`{\\rtf1 Before\\par ${row(['a\\par b', 'c'])}${row(['d', 'e'])}\\pard After\\par}`)).toBe(
    'Before\n\na b\tc\nd\te\n\nAfter',
  )
})
