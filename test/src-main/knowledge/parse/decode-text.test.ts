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

test('UTF-16 is read with its mark and without, in both orders and in any script', () => {
  for (const text of [
    'Plain words of a note.\r\nSecond line.',
    'Привет, это текст. Вторая строка.\n',
    '日本語の文章です。これは印のない文字列です。\n次の行もあります。',
    '한국어 문장입니다. 표시가 없습니다. 다시 가나다라.\n',
    'שלום עולם, זה מבחן.\n',
  ]) {
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
  {
    encoding: 'windows-1250',
    expected: 'Příliš žluťoučký kůň úpěl ďábelské ódy. Zažółć gęślą jaźń, napisał stary człowiek na ścianie domu w Łodzi.',
    hex: '50f8ed6c699a209e6c759d6f75e86bfd206bf9f220fa70ec6c20efe162656c736be920f364792e205a619ef3b3e62067ea9c6cb9206a619ff12c206e6170697361b320737461727920637ab36f7769656b206e61209c6369616e696520646f6d75207720a36f647a692e',
  },
  {
    encoding: 'iso-8859-7',
    expected: 'Η παλιά μηχανή του μύλου λειτουργεί κάθε πρωί και ο τεχνίτης ελέγχει τη στάθμη του νερού.',
    hex: 'c720f0e1ebe9dc20ece7f7e1edde20f4eff520ecfdebeff520ebe5e9f4eff5f1e3e5df20eadce8e520f0f1f9df20eae1e920ef20f4e5f7eddff4e7f220e5ebdde3f7e5e920f4e720f3f4dce8ece720f4eff520ede5f1effd2e',
  },
  {
    encoding: 'windows-1254',
    expected: 'Eski değirmenin çarkı her sabah döner; işçi suyun seviyesini ölçer ve güğümü doldurur, sonra çay içer.',
    hex: '45736b69206465f069726d656e696e20e761726bfd206865722073616261682064f66e65723b2069fee76920737579756e2073657669796573696e6920f66ce765722076652067fcf0fc6dfc20646f6c64757275722c20736f6e726120e761792069e765722e',
  },
  {
    encoding: 'iso-8859-8',
    expected: 'המכונה הישנה של הטחנה פועלת בכל בוקר והטכנאי בודק את מפלס המים לפני שהוא פותח את השער.',
    hex: 'e4eeebe5f0e420e4e9f9f0e420f9ec20e4e8e7f0e420f4e5f2ecfa20e1ebec20e1e5f7f820e5e4e8ebf0e0e920e1e5e3f720e0fa20eef4ecf120e4eee9ed20ecf4f0e920f9e4e5e020f4e5fae720e0fa20e4f9f2f82e',
  },
  {
    encoding: 'windows-1256',
    expected: 'تعمل آلة المطحنة القديمة كل صباح ويفحص الفني مستوى الماء قبل أن يفتح البوابة الكبيرة.',
    hex: 'cadae3e120c2e1c920c7e1e3d8cde4c920c7e1decfede3c920dfe120d5c8c7cd20e6edddcdd520c7e1dde4ed20e3d3cae6ec20c7e1e3c7c120dec8e120c3e420edddcacd20c7e1c8e6c7c8c920c7e1dfc8edd1c92e',
  },
  {
    encoding: 'euc-jp',
    expected: '古い水車の機械は毎朝動き、技師は門を開ける前に水位を調べます。この文章は昔の文字コードです。',
    hex: 'b8c5a4a4bfe5bcd6a4ceb5a1b3a3a4cfcbe8c4abc6b0a4ada1a2b5bbbbd5a4cfcce7a4f2b3aba4b1a4ebc1b0a4cbbfe5b0cca4f2c4b4a4d9a4dea4b9a1a3a4b3a4cecab8becfa4cfc0cea4cecab8bbfaa5b3a1bca5c9a4c7a4b9a1a3',
  },
  {
    encoding: 'big5',
    expected: '這是一段用舊的編碼寫成的中文文字，現在的程式也應該能夠正確地讀出來。謝謝大家的幫助。',
    hex: 'b36fac4fa440ac71a5cec2c2aababd73bd58bc67a6a8aabaa4a4a4e5a4e5a672a141b27ba662aabab57ba6a1a45dc0b3b8d3afe0b0f7a5bfbd54a661c5aaa558a8d3a143c1c2c1c2a46aae61aabac0b0a755a143',
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
