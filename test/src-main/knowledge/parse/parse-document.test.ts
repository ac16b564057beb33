import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { parseDocument } from '../../../../src-main/knowledge/parse/parse-document.ts'
import { parserError } from '../../../../src-shared/engine/parser.ts'
import { errorSentence } from '../../../../src-shared/errors/error-sentence.ts'
import { AppError } from '../../../../src-shared/rpc/errors.ts'
import { collectParts } from './collect-parts.ts'
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

  await expect(parseBytes('a.txt', png)).rejects.toThrow(faultOf(parserError.unsupported, { found: 'picture', format: 'PNG' }))
  await expect(parseBytes('a.txt', bytes)).rejects.toThrow(faultOf(parserError.unsupported))
})

test('a text that begins with the letters of a binary format is still a text', async () => {
  expect((await parseBytes('a.txt', 'GGUF is a file format for models.')).text).toBe('GGUF is a file format for models.')
})

test('Office formats that are not read are named, so that the person knows what to save instead', async () => {
  const xlsb = zipSync({ 'xl/workbook.bin': strToU8('x') })
  const ods = zipSync({ mimetype: strToU8('application/vnd.oasis.opendocument.spreadsheet'), 'content.xml': strToU8('<a/>') })
  const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4096)])

  const refusals = [
    ['a.xlsx', xlsb, { found: 'binary_excel', instead: 'xlsx' }],
    ['a.ods', ods, { found: 'ods', instead: 'xlsx' }],
    ['a.doc', ole, { found: 'old_word', instead: 'docx' }],
    ['a.xls', ole, { found: 'old_excel', instead: 'xlsx' }],
    ['a.ppt', ole, { found: 'old_powerpoint', instead: 'pptx' }],
    ['a.msg', ole, { found: 'outlook_message', instead: 'export' }],
  ] as const
  for (const [name, bytes, data] of refusals) {
    await expect(parseBytes(name, bytes), name).rejects.toThrow(faultOf(parserError.unsupported, data))
  }
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

  await expect(collectParts(parseDocument({ path: '/nowhere/a.txt', name: 'a.txt' }, signal))).rejects.toThrow(
    faultOf(parserError.unreadable, { reason: 'missing' }),
  )
  await expect(collectParts(parseDocument({ path: '/dev/zero', name: 'a.txt' }, signal))).rejects.toThrow(
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

test('what is recognised but not read is told with what to do instead: pictures, sound, archives, programs', async () => {
  const head = (hex: string): Uint8Array => Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(600)])
  const tar = Buffer.alloc(1024)
  tar.write('notes.txt')
  tar.write('ustar', 257)
  const files: readonly (readonly [string, Uint8Array, string, string])[] = [
    ['scan.tif', head('49492a00'), 'picture (TIFF)', 'recognises text (OCR)'],
    ['photo.heic', head('000000186674797068656963'), 'picture (HEIC)', 'recognises text (OCR)'],
    ['talk.mp3', head('494433'), 'sound file', 'transcript'],
    ['film.mkv', head('1a45dfa3'), 'film', 'transcript'],
    ['all.tar', tar, 'archive (tar)', 'Unpack it'],
    ['all.txt.gz', head('1f8b08'), 'compressed file (gzip)', 'Unpack it'],
    ['mail.pst', head('2142444e'), 'mailbox of Outlook', 'export it as PDF'],
    ['setup.exe', head('4d5a'), 'a program', 'Save it as PDF'],
    ['all.zip', zipSync({ 'a.txt': strToU8('text') }), 'archive (ZIP)', 'Unpack it'],
  ]

  for (const [name, bytes, found, advice] of files) {
    const fault = await parseBytes(name, bytes).catch((error: unknown) => error)
    if (!(fault instanceof AppError)) throw new Error(`${name} was read`)
    expect(fault.code, name).toBe(parserError.unsupported)
    expect(errorSentence(fault)).toContain(found)
    expect(errorSentence(fault)).toContain(advice)
  }
})
