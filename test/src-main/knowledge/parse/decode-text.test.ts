import { expect, test } from 'vitest'
import { decodeText } from '../../../../src-main/knowledge/parse/decode-text.ts'

const bytes = (text: string, encoding: BufferEncoding): Uint8Array => Buffer.from(text, encoding)

test('UTF-8 is kept exactly, mixed newlines included, and its mark is no part of the text', () => {
  expect(decodeText(bytes('a\r\nb\rc\n日本語 🙂', 'utf8'))).toEqual({
    text: 'a\r\nb\rc\n日本語 🙂',
    encoding: 'utf-8',
    warnings: [],
  })
  expect(decodeText(bytes('\ufeffGrüße', 'utf8'))?.text).toBe('Grüße')
})

test('UTF-16 is read with its mark and without, in both orders, Latin or Cyrillic', () => {
  for (const text of ['Plain words of a note.\r\nSecond line.', 'Привет, это текст. Вторая строка.\n']) {
    const little = bytes(text, 'utf16le')
    const big = Buffer.from(little).swap16()
    expect(decodeText(bytes(`\ufeff${text}`, 'utf16le'))?.text).toBe(text)
    expect(decodeText(little)).toMatchObject({ text, encoding: 'utf-16le' })
    expect(decodeText(big)).toMatchObject({ text, encoding: 'utf-16be' })
  }
})

test('one torn character does not turn a UTF-8 file into another encoding', () => {
  const torn = Buffer.concat([
    bytes('Größe, Länge, Höhe, Wärme und Kälte\n', 'utf8'),
    Uint8Array.of(0xc3),
    bytes(' Ende', 'utf8'),
  ])

  expect(decodeText(torn)).toEqual({
    text: 'Größe, Länge, Höhe, Wärme und Kälte\n\ufffd Ende',
    encoding: 'utf-8',
    warnings: ['characters_replaced'],
  })
})

/** Sample texts in encodings Node cannot write; the bytes are those a program of the time wrote. */
const samples: readonly { readonly encoding: string; readonly hex: string; readonly expected: string }[] = [
  {
    encoding: 'shift_jis',
    expected: 'これは日本語の文章です。昔のコンピューターで書かれたもので、文字コードが違います。読めるでしょうか。',
    hex: '82b182ea82cd93fa967b8cea82cc95b68fcd82c582b7814290cc82cc8352839383738385815b835e815b82c58f9182a982ea82bd82e082cc82c5814195b68e9a8352815b836882aa88e182a282dc82b7814293c782df82e982c582b582e582a482a98142',
  },
  {
    encoding: 'gb18030',
    expected: '这是一段中文文字。它是用旧的编码写的，现在的程序也应该能够正确地读出来。谢谢大家的帮助。',
    hex: 'd5e2cac7d2bbb6ced6d0cec4cec4d7d6a1a3cbfccac7d3c3bec9b5c4b1e0c2ebd0b4b5c4a3accfd6d4dab5c4b3ccd0f2d2b2d3a6b8c3c4dcb9bbd5fdc8b7b5d8b6c1b3f6c0b4a1a3d0bbd0bbb4f3bcd2b5c4b0efd6faa1a3',
  },
  {
    encoding: 'euc-kr',
    expected: '이것은 한국어 문장입니다. 오래된 컴퓨터에서 쓴 글이지만 지금도 읽을 수 있어야 합니다.',
    hex: 'c0ccb0cdc0ba20c7d1b1b9beee20b9aec0e5c0d4b4cfb4d92e20bfc0b7a1b5c820c4c4c7bbc5cdbfa1bcad20beb420b1dbc0ccc1f6b8b820c1f6b1ddb5b520c0d0c0bb20bcf620c0d6beeebedf20c7d5b4cfb4d92e',
  },
  {
    encoding: 'koi8-r',
    expected:
      'Это русский текст, написанный в старой кодировке. Программа должна правильно его прочитать, не спрашивая человека.',
    hex: 'fcd4cf20d2d5d3d3cbc9ca20d4c5cbd3d42c20cec1d0c9d3c1ceced9ca20d720d3d4c1d2cfca20cbcfc4c9d2cfd7cbc52e20f0d2cfc7d2c1cdcdc120c4cfccd6cec120d0d2c1d7c9ccd8cecf20c5c7cf20d0d2cfdec9d4c1d4d82c20cec520d3d0d2c1dbc9d7c1d120dec5cccfd7c5cbc12e',
  },
  {
    encoding: 'windows-1251',
    expected:
      'Это русский текст, написанный в старой кодировке. Программа должна правильно его прочитать, не спрашивая человека.',
    hex: 'ddf2ee20f0f3f1f1eae8e920f2e5eaf1f22c20ede0efe8f1e0ededfbe920e220f1f2e0f0eee920eaeee4e8f0eee2eae52e20cff0eee3f0e0ecece020e4eeebe6ede020eff0e0e2e8ebfcedee20e5e3ee20eff0eef7e8f2e0f2fc2c20ede520f1eff0e0f8e8e2e0ff20f7e5ebeee2e5eae02e',
  },
  {
    encoding: 'windows-1252',
    expected: 'Die Größe der Straße wurde gestern gemessen – “schön” fanden es die Bürger für ihre Gärten nicht.',
    hex: '446965204772f6df65206465722053747261df65207775726465206765737465726e2067656d657373656e20962093736368f66e942066616e64656e206573206469652042fc726765722066fc7220696872652047e47274656e206e696368742e',
  },
]

test.each(samples)('$encoding is recognised by its letters', ({ hex, expected, encoding }) => {
  const decoded = decodeText(Buffer.from(hex, 'hex'))

  expect(decoded?.text).toBe(expected)
  expect(decoded?.encoding).toBe(encoding)
  expect(decoded?.warnings).toEqual(['encoding_guessed'])
})

test('letters far behind a long English beginning are still seen', () => {
  const text = `${'plain english line\n'.repeat(20_000)}Grüße aus Köln, schöne Straße für alle größeren Bären\n`

  expect(decodeText(bytes(text, 'latin1'))?.text).toBe(text)
})

test('bytes that are no text are told from text in an old encoding', () => {
  expect(decodeText(Uint8Array.from({ length: 5000 }, (_, i) => (i * 37) % 256))).toBeUndefined()
  expect(decodeText(new Uint8Array(5000))).toBeUndefined()
})
