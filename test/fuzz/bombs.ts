import { deflateSync, strToU8, type Zippable, zipSync } from 'fflate'
import { docxParts, paragraph } from '../src-main/knowledge/parse/write-docx.ts'

/** A small file that claims, or unpacks to, far more than it is. */
export interface Bomb {
  readonly what: string
  readonly name: string
  readonly bytes: () => Uint8Array
}

const mebibyte = 1024 * 1024

/** The parts of each archive format around its main one. */
const archives: readonly {
  readonly name: string
  readonly main: string
  readonly parts: () => Zippable
  readonly xml: (text: string) => string
}[] = [
  {
    name: 'a.docx',
    main: 'word/document.xml',
    parts: () => docxParts(paragraph('small')),
    xml: (text) => `<w:document><w:body><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:body></w:document>`,
  },
  {
    name: 'a.pptx',
    main: 'ppt/slides/slide1.xml',
    parts: slideParts,
    xml: (text) => `<p:sld><p:sp><p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp></p:sld>`,
  },
  {
    name: 'a.xlsx',
    main: 'xl/worksheets/sheet1.xml',
    parts: sheetParts,
    xml: (text) => `<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>${text}</t></is></c></row></sheetData></worksheet>`,
  },
  {
    name: 'a.odt',
    main: 'content.xml',
    parts: () => ({ mimetype: strToU8('application/vnd.oasis.opendocument.text') }),
    xml: (text) => `<office:document><office:text><text:p>${text}</text:p></office:text></office:document>`,
  },
  { name: 'a.epub', main: 'a.xhtml', parts: bookParts, xml: (text) => `<html><body><p>${text}</p></body></html>` },
]

const relation = (type: string, target: string): Uint8Array =>
  strToU8(`<Relationships><Relationship Id="r1" Type="http://x/${type}" Target="${target}"/></Relationships>`)

function slideParts(): Zippable {
  return {
    'ppt/presentation.xml': strToU8('<p:presentation><p:sldIdLst><p:sldId id="1" r:id="r1"/></p:sldIdLst></p:presentation>'),
    'ppt/_rels/presentation.xml.rels': relation('slide', 'slides/slide1.xml'),
  }
}

function sheetParts(): Zippable {
  return {
    'xl/workbook.xml': strToU8('<workbook><sheets><sheet name="S" r:id="r1"/></sheets></workbook>'),
    'xl/_rels/workbook.xml.rels': relation('worksheet', 'worksheets/sheet1.xml'),
  }
}

function bookParts(): Zippable {
  return {
    mimetype: strToU8('application/epub+zip'),
    'META-INF/container.xml': strToU8('<container><rootfile full-path="a.opf"/></container>'),
    'a.opf': strToU8(
      '<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>',
    ),
  }
}

const laughs = `<!DOCTYPE a [<!ENTITY l0 "ha">${Array.from({ length: 30 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('')}]>`

/** Declares a size that is none: in the directory and before the part. */
function withFalseSizes(packed: Uint8Array): Uint8Array {
  const bytes = Buffer.from(packed)
  for (let at = bytes.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 4, 'latin1'))
    bytes.writeUInt32LE(100, at + 24)
  return bytes
}

/** One packed part that a thousand entries of the directory name. */
function overlapping(name: string): Uint8Array {
  const bytes = Buffer.from(zipSync({ [name]: new Uint8Array(4 * mebibyte).fill(0x20) }))
  const directory = bytes.indexOf('PK\x01\x02', 0, 'latin1')
  const end = bytes.indexOf('PK\x05\x06', 0, 'latin1')
  const entry = bytes.subarray(directory, end)
  const many = Buffer.concat([bytes.subarray(0, directory), ...Array(1000).fill(entry), bytes.subarray(end)])
  many.writeUInt16LE(1000, many.length - 12)
  many.writeUInt32LE(entry.length * 1000, many.length - 10)
  return many
}

const inArchives = archives.flatMap(({ name, main, parts, xml }): Bomb[] => {
  const build = (content: Uint8Array): Uint8Array => zipSync({ ...parts(), [main]: content })
  return [
    {
      what: 'a part that unpacks to a thousand times its size',
      name,
      bytes: () => build(new Uint8Array(128 * mebibyte).fill(0x20)),
    },
    { what: 'the same with false sizes', name, bytes: () => withFalseSizes(build(new Uint8Array(64 * mebibyte).fill(0x20))) },
    {
      what: 'twenty thousand parts',
      name,
      bytes: () =>
        zipSync({ ...parts(), ...Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`x/${i}`, new Uint8Array()])) }),
    },
    { what: 'one part named a thousand times', name, bytes: () => overlapping(main) },
    { what: 'entities that multiply', name, bytes: () => build(strToU8(laughs + xml('&l30;'))) },
    { what: 'elements nested without end', name, bytes: () => build(strToU8(xml('<x>'.repeat(100_000)))) },
    { what: 'an archive in an archive in an archive', name, bytes: () => build(build(build(new Uint8Array(32 * mebibyte)))) },
  ]
})

const claimed = strToU8(
  '<worksheet><dimension ref="A1:XFD1000000000"/><sheetData><row r="1000000000"><c r="XFD1000000000" t="s"><v>999999999</v></c></row><row r="2"><c r="ZZZ2"><v>1</v></c></row></sheetData></worksheet>',
)

const pdf = (objects: readonly string[], trailer = '<< /Root 1 0 R >>'): Uint8Array =>
  Buffer.from(
    `%PDF-1.4\n${objects.map((body, i) => `${i + 1} 0 obj\n${body}\nendobj\n`).join('')}trailer\n${trailer}\nstartxref\n0\n%%EOF`,
    'latin1',
  )

function pdfStream(): Uint8Array {
  const packed = Buffer.from(deflateSync(new Uint8Array(200 * mebibyte).fill(0x20)))
  const content = `<< /Length ${packed.length} /Filter /FlateDecode >>\nstream\n${packed.toString('latin1')}\nendstream`
  return pdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>',
    content,
  ])
}

export const bombs: readonly Bomb[] = [
  ...inArchives,
  {
    what: 'a billion rows that are only claimed',
    name: 'a.xlsx',
    bytes: () => zipSync({ ...sheetParts(), 'xl/worksheets/sheet1.xml': claimed }),
  },
  {
    what: 'a billion pages that are only claimed',
    name: 'a.pdf',
    bytes: () => pdf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [] /Count 1000000000 >>']),
  },
  {
    what: 'pages that contain themselves',
    name: 'a.pdf',
    bytes: () => pdf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 4 >>']),
  },
  { what: 'a page whose stream unpacks to 200 MB', name: 'a.pdf', bytes: pdfStream },
  { what: 'lists nested without end', name: 'a.pdf', bytes: () => pdf([`<< /Type /Catalog /Pages ${'['.repeat(100_000)} >>`]) },
  { what: 'a quotation mark that never closes', name: 'a.csv', bytes: () => Buffer.from(`a,"b\n${'c,d\n'.repeat(2_000_000)}`) },
  {
    what: 'a quotation mark in every row that never closes',
    name: 'a.csv',
    bytes: () => Buffer.from('a,"b""\n'.repeat(1_000_000)),
  },
  { what: 'a row without an end', name: 'a.csv', bytes: () => Buffer.alloc(32 * mebibyte, 'a,') },
  { what: 'a record without an end', name: 'a.jsonl', bytes: () => Buffer.alloc(32 * mebibyte, '{"a":') },
  { what: 'lists nested without end', name: 'a.json', bytes: () => Buffer.alloc(16 * mebibyte, '[') },
  { what: 'a text that never closes', name: 'a.json', bytes: () => Buffer.from(`{"a": "${'b'.repeat(16 * mebibyte)}`) },
  { what: 'a million messages without a word', name: 'a.mbox', bytes: () => Buffer.from('From x\n\n'.repeat(200_000)) },
  { what: 'parts nested without end', name: 'a.eml', bytes: nestedParts },
  {
    what: 'messages within messages without end',
    name: 'a.eml',
    bytes: () => Buffer.from('Content-Type: message/rfc822\n\n'.repeat(20_000)),
  },
  { what: 'a header of 16 MB', name: 'a.eml', bytes: () => Buffer.from(`Subject: ${'x'.repeat(16 * mebibyte)}\n\nwords`) },
  { what: 'raw bytes that go beyond the end', name: 'a.rtf', bytes: () => Buffer.from('{\\rtf1 words\\bin2000000000 }') },
  {
    what: 'raw bytes of a negative length',
    name: 'a.rtf',
    bytes: () => Buffer.from(`{\\rtf1 words${'\\bin-2000000000 '.repeat(100_000)}}`),
  },
  { what: 'groups nested without end', name: 'a.rtf', bytes: () => Buffer.from(`{\\rtf1 ${'{'.repeat(8_000_000)}words`) },
  {
    what: 'characters that stand for two billion others',
    name: 'a.rtf',
    bytes: () => Buffer.from(`{\\rtf1\\uc2000000000 ${'\\u8364 '.repeat(500_000)}}`),
  },
]

function nestedParts(): Uint8Array {
  const parts = Array.from({ length: 5000 }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`)
  return Buffer.from(parts.join(''))
}
