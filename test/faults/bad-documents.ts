import { strToU8, zipSync } from 'fflate'
import { parserError } from '../../src-shared/engine/parser.ts'
import { docxParts, paragraph, writeDocx } from '../src-main/knowledge/parse/write-docx.ts'
import { linesAt, writePdf } from '../src-main/knowledge/parse/write-pdf.ts'

export interface BadDocument {
  readonly name: string
  readonly bytes: Uint8Array
  readonly code: string
  readonly words: string
}

const pdf = writePdf([linesAt(['A page about valves.'])])
const docx = writeDocx(paragraph('A letter about valves.'))

/** A part that unpacks to a thousand times its size. */
const bomb = zipSync({
  ...docxParts(paragraph('small')),
  'word/document.xml': new Uint8Array(64 * 1024 * 1024).fill(0x20),
})

/** Every kind of file that cannot be read, with what a person is told. */
export const badDocuments: readonly BadDocument[] = [
  { name: 'empty.txt', bytes: new Uint8Array(), code: parserError.empty, words: 'no text' },
  { name: 'empty.pdf', bytes: new Uint8Array(), code: parserError.empty, words: 'no text' },
  { name: 'empty.docx', bytes: new Uint8Array(), code: parserError.empty, words: 'no text' },
  { name: 'blank.md', bytes: strToU8(' \n\t\n '), code: parserError.empty, words: 'no text' },
  {
    name: 'locked.pdf',
    bytes: writePdf([linesAt(['secret'])], { encrypted: true }),
    code: parserError.encrypted,
    words: 'password',
  },
  { name: 'scanned.pdf', bytes: writePdf([[], [], []]), code: parserError.scanned, words: '3 pages' },
  { name: 'torn.pdf', bytes: pdf.subarray(0, 60), code: parserError.corrupt, words: 'PDF is damaged' },
  { name: 'no.pdf', bytes: strToU8('these are only words'), code: parserError.corrupt, words: 'PDF is damaged' },
  { name: 'torn.docx', bytes: docx.subarray(0, docx.length / 2), code: parserError.corrupt, words: 'Word document is damaged' },
  { name: 'bomb.docx', bytes: bomb, code: parserError.bomb, words: '200 times its size' },
  { name: 'sheet.docx', bytes: zipSync({ 'xl/workbook.bin': strToU8('x') }), code: parserError.unsupported, words: 'Excel' },
  {
    name: 'program.txt',
    bytes: Uint8Array.from({ length: 4096 }, (_, at) => (at * 7) % 32),
    code: parserError.unsupported,
    words: 'bytes',
  },
]

/** A Word file whose archive names places outside itself; what it says is read, where it points is not. */
export const pointingOutside = (text: string): Uint8Array =>
  zipSync({
    ...docxParts(paragraph(text)),
    '../../../../outside.xml': strToU8('<a>escaped</a>'),
    '/outside.xml': strToU8('<a>escaped</a>'),
    'word/../../outside.xml': strToU8('<a>escaped</a>'),
    '..\\..\\outside.xml': strToU8('<a>escaped</a>'),
  })

/** Ten thousand levels, whose innermost has the words. */
export const nestedHtml = (text: string, levels = 10_000): string =>
  `<!doctype html><title>Deep</title>${'<div><ul><li>'.repeat(levels)}${text}${'</li></ul></div>'.repeat(levels)}`
