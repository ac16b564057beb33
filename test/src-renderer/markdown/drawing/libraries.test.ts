import { expect, test } from 'vitest'
import { colourCode } from '../../../../src-renderer/markdown/drawing/colour-code.ts'
import { writeMathml } from '../../../../src-renderer/markdown/drawing/write-mathml.ts'

test('coloured code is the code, with its words named', () => {
  const code = 'const a: number = 1 // one\n'

  const pieces = colourCode(code, 'typescript') ?? []

  expect(pieces.map(({ text }) => text).join('')).toBe(code)
  expect(pieces.filter(({ kind }) => kind === 'keyword' || kind === 'comment').map(({ text }) => text)).toEqual([
    'const',
    '// one',
  ])
})

test('an unknown language, or a word that is a property of every object, is left as it is', () => {
  expect(['nonsense', '__proto__', 'constructor'].map((language) => colourCode('x', language))).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})

test('a formula asks for nothing from elsewhere', () => {
  const written = ['\\href{javascript:alert(1)}{x}', '\\includegraphics{https://evil.example/x.png}', 'x^2'].map((tex) =>
    writeMathml(tex, false),
  )

  for (const mathml of written) expect(mathml).not.toMatch(/href=|src=|style=/)
  expect(written[2]).toContain('<msup>')
})

test('a macro without end is refused', () => {
  expect(() => writeMathml('\\def\\a{\\a\\a}\\a', false)).toThrow()
})
