import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openFile } from '../../../../src-main/knowledge/parse/read-bounded.ts'
import { openTextStream } from '../../../../src-main/knowledge/parse/text-stream.ts'
import { tempFolder } from '../../../helpers/temp-folder.ts'

const { signal } = new AbortController()

/** Sentences in encodings Node cannot write. */
const sentences = [
  {
    encoding: 'gb18030',
    text: '这是一段中文文字。它是用旧的编码写的，现在的程序也应该能够正确地读出来。谢谢大家的帮助。',
    hex: 'd5e2cac7d2bbb6ced6d0cec4cec4d7d6a1a3cbfccac7d3c3bec9b5c4b1e0c2ebd0b4b5c4a3accfd6d4dab5c4b3ccd0f2d2b2d3a6b8c3c4dcb9bbd5fdc8b7b5d8b6c1b3f6c0b4a1a3d0bbd0bbb4f3bcd2b5c4b0efd6faa1a3',
  },
  {
    encoding: 'euc-jp',
    text: 'これは日本語の文章です。昔のコンピューターで書かれたもので、文字コードが違います。読めるでしょうか。',
    hex: 'a4b3a4eca4cfc6fccbdcb8eca4cecab8becfa4c7a4b9a1a3c0cea4cea5b3a5f3a5d4a5e5a1bca5bfa1bca4c7bdf1a4aba4eca4bfa4e2a4cea4c7a1a2cab8bbfaa5b3a1bca5c9a4acb0e3a4a4a4dea4b9a1a3c6c9a4e1a4eba4c7a4b7a4e7a4a6a4aba1a3',
  },
  {
    encoding: 'shift_jis',
    text: 'これは日本語の文章です。昔のコンピューターで書かれたもので、文字コードが違います。読めるでしょうか。',
    hex: '82b182ea82cd93fa967b8cea82cc95b68fcd82c582b7814290cc82cc8352839383738385815b835e815b82c58f9182a982ea82bd82e082cc82c5814195b68e9a8352815b836882aa88e182a282dc82b7814293c782df82e982c582b582e582a482a98142',
  },
] as const

/** A table of nine mebibytes, more than is looked at whole; the padding moves every character by as many bytes. */
function tableOf(hex: string, padding: number): Buffer {
  const row = Buffer.concat([Buffer.from('7,'), Buffer.from(hex, 'hex'), Buffer.from(',ja\r\n')])
  const rows = Math.ceil((9 * 1024 * 1024) / row.length)
  return Buffer.concat([Buffer.from(`${'n'.repeat(padding)}\n`), ...Array.from({ length: rows }, () => row)])
}

test.each(sentences)(
  'a large table in $encoding is read as such, wherever its samples are cut',
  async ({ encoding, text, hex }) => {
    using temp = tempFolder()
    const path = join(temp.path, 'large.csv')

    for (const padding of [0, 1, 2, 3]) {
      writeFileSync(path, tableOf(hex, padding))
      await using file = await openFile(path)
      const { chunks, warnings } = await openTextStream(file, signal)
      const [first = ''] = await firstOf(chunks)

      expect([padding, first.slice(0, 400)]).toEqual([padding, expect.stringContaining(text)])
      expect([encoding, warnings]).toEqual([encoding, ['encoding_guessed']])
    }
  },
)

test('a large text in UTF-16 without a mark is still read as such', async () => {
  using temp = tempFolder()
  const path = join(temp.path, 'large.txt')
  writeFileSync(path, Buffer.from('これは日本語の文章です。Row 7, of many.\n'.repeat(140_000), 'utf16le'))
  await using file = await openFile(path)

  const { chunks } = await openTextStream(file, signal)

  expect((await firstOf(chunks))[0]?.slice(0, 12)).toBe('これは日本語の文章です。')
})

async function firstOf(chunks: AsyncIterable<string>): Promise<string[]> {
  for await (const chunk of chunks) return [chunk]
  return []
}
