import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { parseDocument } from '../../../../src-main/knowledge/parse/parse-document.ts'
import { parserError } from '../../../../src-shared/engine/parser.ts'
import { faultOf, parseBytes } from './parse-bytes.ts'
import { paragraph, writeDocx } from './write-docx.ts'
import { linesAt, writePdf } from './write-pdf.ts'

test('the content decides: a PDF, a Word file and a page are read whatever they are called', async () => {
  expect((await parseBytes('notes.txt', writePdf([linesAt(['Quarterly figures of the mill'])]))).kind).toBe('pdf')
  expect((await parseBytes('notes.md', writeDocx(paragraph('Quarterly figures')))).kind).toBe('docx')
  expect((await parseBytes('download', '<!doctype html><html><body><p>Figures</p></body></html>')).kind).toBe('html')
})

test('a picture, a program or random bytes called .txt are refused and named', async () => {
  const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13)
  const bytes = Uint8Array.from({ length: 4000 }, (_, i) => (i * i * 7 + i * 13) % 256)

  await expect(parseBytes('a.txt', png)).rejects.toThrow(faultOf(parserError.unsupported, { found: 'a picture (PNG)' }))
  await expect(parseBytes('a.txt', bytes)).rejects.toThrow(faultOf(parserError.unsupported))
})

test('a text that begins with the letters of a binary format is still a text', async () => {
  expect((await parseBytes('a.txt', 'GGUF is a file format for models.')).text).toBe('GGUF is a file format for models.')
})

test('Office formats that are not read are named, so that the person knows what to save instead', async () => {
  const xlsx = zipSync({ 'xl/workbook.xml': strToU8('<workbook/>') })
  const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4096)])

  await expect(parseBytes('a.docx', xlsx)).rejects.toThrow(faultOf(parserError.unsupported, { found: 'an Excel file (.xlsx)' }))
  await expect(parseBytes('a.doc', ole)).rejects.toThrow(
    faultOf(parserError.unsupported, { found: 'an old Word document (.doc)' }),
  )
  await expect(parseBytes('a.rtf', '{\\rtf1 hello}')).rejects.toThrow(faultOf(parserError.unsupported))
})

test('a file without text is refused as empty, whether it has bytes or not', async () => {
  await expect(parseBytes('a.txt', '')).rejects.toThrow(faultOf(parserError.empty, { size_bytes: 0 }))
  await expect(parseBytes('a.md', ' \n\t\n')).rejects.toThrow(faultOf(parserError.empty))
  await expect(parseBytes('a.html', '<html><body><script>1</script></body></html>')).rejects.toThrow(faultOf(parserError.empty))
  await expect(parseBytes('a.docx', writeDocx(''))).rejects.toThrow(faultOf(parserError.empty))
})

test('a file above its limit is refused by its size, before it is read', async () => {
  const limits = { text_bytes: 10, binary_bytes: 100 }

  await expect(parseBytes('a.txt', 'eleven char', { limits })).rejects.toThrow(
    faultOf(parserError.tooLarge, { size_bytes: 11, limit_bytes: 10 }),
  )
  await expect(parseBytes('a.pdf', writePdf([linesAt(['Long'])]), { limits })).rejects.toThrow(
    faultOf(parserError.tooLarge, { limit_bytes: 100 }),
  )
})

test('what is no readable file is refused with the reason', async () => {
  const { signal } = new AbortController()

  await expect(parseDocument({ path: '/nowhere/a.txt', name: 'a.txt' }, signal)).rejects.toThrow(
    faultOf(parserError.unreadable, { reason: 'missing' }),
  )
  await expect(parseDocument({ path: '/dev/zero', name: 'a.txt' }, signal)).rejects.toThrow(
    faultOf(parserError.unreadable, { reason: 'not_a_file' }),
  )
})

test('an aborted signal ends reading with its own reason, not with an error of the parser', async () => {
  const reason = new Error('stopped')

  await expect(parseBytes('a.txt', 'text', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
})

test('zero characters and torn surrogate pairs are replaced in place, so that offsets still fit the file', async () => {
  const { text } = await parseBytes('a.log', `${'line of a log\n'.repeat(20)}torn\0end`)

  expect(text).toBe(`${'line of a log\n'.repeat(20)}torn\ufffdend`)
})
