import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { parserError } from '../../../../src-shared/engine/parser.ts'
import { faultOf, parseBytes } from './parse-bytes.ts'
import { docxParts, item, paragraph, table, writeDocx } from './write-docx.ts'

test('headings, lists and tables of a Word file become lines, and the title comes from its properties', async () => {
  const body = [
    paragraph('Pump', 'Heading1'),
    paragraph('It moves water.'),
    paragraph('Care', 'Heading2'),
    item('Oil it'),
    item('daily', 1),
    table([
      ['Part', 'Price'],
      ['Wheel', '7'],
    ]),
  ].join('')
  const { kind, text, title, headings, blocks } = await parseBytes('a.docx', writeDocx(body, 'Pumps &amp; wells'))

  expect(kind).toBe('docx')
  expect(text).toBe('Pump\n\nIt moves water.\n\nCare\n\n- Oil it\n  - daily\n\nPart\tPrice\nWheel\t7')
  expect(headings.map(({ level, text: head, start }) => [level, head, text.indexOf(head) === start])).toEqual([
    [1, 'Pump', true],
    [2, 'Care', true],
  ])
  expect(blocks.map(({ kind: block }) => block)).toEqual(['table'])
  expect(title).toBe('Pumps & wells')
})

test('a Word file with a password is told from an old one', async () => {
  const locked = Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(600),
    Buffer.from('EncryptedPackage', 'utf16le'),
  ])

  await expect(parseBytes('a.docx', locked)).rejects.toThrow(faultOf(parserError.encrypted, { kind: 'docx' }))
})

test('an archive with too many entries, too much in all or too high a ratio is refused, and quickly', async () => {
  const media = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`word/media/${i}`, new Uint8Array(0)]))
  const many = zipSync({ ...docxParts(''), ...media })
  const huge = zipSync({ 'word/document.xml': new Uint8Array(8 * 1024 * 1024) })
  const started = performance.now()

  await expect(parseBytes('a.docx', many, { limits: { archive_entries: 40 } })).rejects.toThrow(
    faultOf(parserError.bomb, { reason: 'entries', limit: 40 }),
  )
  await expect(parseBytes('a.docx', huge)).rejects.toThrow(faultOf(parserError.bomb, { reason: 'ratio', limit: 200 }))
  await expect(parseBytes('a.docx', huge, { limits: { archive_bytes: 1e6 } })).rejects.toThrow(
    faultOf(parserError.bomb, { reason: 'size', limit: 1e6 }),
  )
  expect(performance.now() - started).toBeLessThan(5000)
})

test('sizes an archive declares are not believed', async () => {
  const packed = Buffer.from(zipSync({ 'word/document.xml': new Uint8Array(8 * 1024 * 1024) }))
  const directory = packed.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'))
  packed.writeUInt32LE(1000, directory + 24)
  packed.writeUInt32LE(1000, 22)

  await expect(parseBytes('a.docx', packed)).rejects.toThrow(faultOf(parserError.bomb, { reason: 'ratio' }))
})

test('entries that point out of the archive are left alone, and the text is still read', async () => {
  const parts = { ...docxParts(paragraph('Honest text')), '../../escape.xml': strToU8('x'), '/etc/passwd.xml': strToU8('x') }

  expect((await parseBytes('a.docx', zipSync(parts))).text).toBe('Honest text')
})

test('entities that would multiply and paragraphs nested without end are harmless', async () => {
  const entities = strToU8(
    `<!DOCTYPE x [<!ENTITY a "${'b'.repeat(1000)}"><!ENTITY c "${'&a;'.repeat(1000)}">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>`,
  )
  const nested = `${'<w:tbl><w:tr><w:tc>'.repeat(20_000)}${paragraph('deep')}${'</w:tc></w:tr></w:tbl>'.repeat(20_000)}`

  const [first, second] = await Promise.allSettled([
    parseBytes('a.docx', zipSync({ ...docxParts(''), 'word/document.xml': entities })),
    parseBytes('a.docx', writeDocx(nested)),
  ])

  expect(first.status === 'rejected' || first.value.text.length < 5000).toBe(true)
  expect(second).toMatchObject({ status: 'rejected', reason: { code: parserError.corrupt } })
})

test('an archive cut short is refused as damaged', async () => {
  const whole = writeDocx(paragraph('text '.repeat(500)))

  await expect(parseBytes('a.docx', whole.subarray(0, whole.length - 30))).rejects.toThrow(
    faultOf(parserError.corrupt, { kind: 'docx', reason: 'incomplete' }),
  )
})
