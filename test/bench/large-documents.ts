import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { strToU8, type Zippable, zipSync } from 'fflate'
import { seeded } from '../helpers/seeded.ts'
import { docxParts, paragraph } from '../src-main/knowledge/parse/write-docx.ts'
import { linesAt, writePdf } from '../src-main/knowledge/parse/write-pdf.ts'

/** A file as large as an honest one of its format gets. */
export interface LargeDocument {
  readonly name: string
  /** Writes it into the folder and returns its path. */
  write(folder: string): string
}

const words =
  'pump valve water mill stone wheel bearing grease winter permit offer weir river timber price order rent notice'.split(' ')

/** Sentences that are the same for the same seed. */
function createSentences(seed: number): (count: number) => string {
  const random = seeded(seed)
  const word = (): string => words[Math.floor(random() * words.length)] ?? ''
  const sentence = (): string =>
    `The ${word()} of the ${word()} needs ${Math.floor(random() * 9000)} ${word()} before the ${word()}.`
  // Made once: half a gigabyte of them would take longer than what is measured.
  const pool = Array.from({ length: 5000 }, sentence)
  const next = (): string => pool[Math.floor(random() * pool.length)] ?? ''
  return (count) => (count === 1 ? next() : Array.from({ length: count }, next).join(' '))
}

const whole = (name: string, make: (sentences: (count: number) => string) => Uint8Array | string): LargeDocument => ({
  name,
  write(folder) {
    const path = join(folder, name)
    writeFileSync(path, make(createSentences(name.length)))
    return path
  },
})

const mebibyte = 1024 * 1024

/** Written line by line: such files are larger than what anybody wants in memory. */
const streamed = (
  name: string,
  megabytes: number,
  line: (index: number, sentences: (count: number) => string) => string,
): LargeDocument => ({
  name,
  write(folder) {
    const path = join(folder, name)
    const file = openSync(path, 'w')
    const sentences = createSentences(name.length)
    let size = 0
    let batch: string[] = []
    for (let index = 0; size < megabytes * mebibyte; index++) {
      const text = line(index, sentences)
      size += text.length
      batch.push(text)
      if (batch.length < 1000) continue
      writeSync(file, batch.join(''))
      batch = []
    }
    writeSync(file, batch.join(''))
    closeSync(file)
    return path
  },
})

const archive = (name: string, parts: (sentences: (count: number) => string) => Zippable): LargeDocument =>
  whole(name, (sentences) => zipSync(parts(sentences), { level: 1 }))

const csvLine = (index: number, sentences: (count: number) => string): string =>
  index === 0 ? 'number,part,remark,price\n' : `${index},"part ${index}","${sentences(1)}",${(index * 7) % 999}.50\n`

const message = (index: number, text: string): string =>
  `From clerk@example.org Mon Jan  5 09:00:00 2026\nFrom: Clerk <clerk@example.org>\nTo: mill@example.org\nSubject: Note ${index}\n` +
  `Date: Mon, 05 Jan 2026 09:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n\n${text}\n\n`

/** The largest file of each format that is measured: 2,000 pages, 300 MB of rows, and what else stands below the limits. */
export const largeDocuments: readonly LargeDocument[] = [
  streamed('rows.csv', 300, csvLine),
  whole('pages.pdf', (sentences) =>
    writePdf(
      Array.from({ length: 2000 }, (_, page) => linesAt([`Chapter ${page}`, ...Array.from({ length: 45 }, () => sentences(1))])),
    ),
  ),
  streamed(
    'records.jsonl',
    300,
    (index, sentences) => `${JSON.stringify({ id: index, note: sentences(2), tags: ['a', 'b'] })}\n`,
  ),
  streamed('letters.mbox', 300, (index, sentences) => message(index, sentences(40))),
  streamed('note.txt', 60, (_, sentences) => `${sentences(4)}\n\n`),
  streamed('notes.md', 60, (index, sentences) => `## Part ${index}\n\n${sentences(12)}\n\n`),
  streamed('program.py', 30, (index) => `def step_${index}(value):\n    return value + ${index}\n\n`),
  streamed('page.html', 12, (index, sentences) => `<h2>Part ${index}</h2><p>${sentences(8)}</p>\n`),
  whole('parts.json', (sentences) =>
    JSON.stringify({ parts: Array.from({ length: 300_000 }, (_, id) => ({ id, note: sentences(1) })) }),
  ),
  whole('letter.rtf', (sentences) => `{\\rtf1\\ansi ${Array.from({ length: 60_000 }, () => `${sentences(6)}\\par\n`).join('')}}`),
  archive('letter.docx', (sentences) => docxParts(Array.from({ length: 8000 }, () => paragraph(sentences(4))).join(''))),
  archive('text.odt', (sentences) => ({
    mimetype: strToU8('application/vnd.oasis.opendocument.text'),
    'content.xml': strToU8(
      `<office:document-content><office:body><office:text>${Array.from({ length: 100_000 }, () => `<text:p>${sentences(4)}</text:p>`).join('')}</office:text></office:body></office:document-content>`,
    ),
  })),
  archive('book.epub', bookParts),
  archive('sheet.xlsx', sheetParts),
  archive('slides.pptx', slideParts),
]

function bookParts(sentences: (count: number) => string): Zippable {
  const parts: Zippable = {
    mimetype: strToU8('application/epub+zip'),
    'META-INF/container.xml': strToU8('<container><rootfiles><rootfile full-path="book.opf"/></rootfiles></container>'),
  }
  const chapters = Array.from({ length: 400 }, (_, i) => `c${i}`)
  for (const name of chapters) {
    parts[`${name}.xhtml`] = strToU8(
      `<html><body><h1>${name}</h1>${Array.from({ length: 60 }, () => `<p>${sentences(6)}</p>`).join('')}</body></html>`,
    )
  }
  const items = chapters.map((name) => `<item id="${name}" href="${name}.xhtml" media-type="application/xhtml+xml"/>`).join('')
  const spine = chapters.map((name) => `<itemref idref="${name}"/>`).join('')
  return { ...parts, 'book.opf': strToU8(`<package><manifest>${items}</manifest><spine>${spine}</spine></package>`) }
}

const relations = (list: readonly (readonly [string, string, string])[]): Uint8Array =>
  strToU8(
    `<Relationships>${list.map(([id, type, target]) => `<Relationship Id="${id}" Type="http://x/${type}" Target="${target}"/>`).join('')}</Relationships>`,
  )

function sheetParts(sentences: (count: number) => string): Zippable {
  const rows = Array.from({ length: 300_000 }, (_, i) => {
    const row = i + 1
    return `<row r="${row}"><c r="A${row}"><v>${row}</v></c><c r="B${row}" t="inlineStr"><is><t>${sentences(1)}</t></is></c><c r="C${row}"><v>${row * 1.5}</v></c></row>`
  })
  return {
    'xl/workbook.xml': strToU8('<workbook><sheets><sheet name="Parts" r:id="r1"/></sheets></workbook>'),
    'xl/_rels/workbook.xml.rels': relations([['r1', 'worksheet', 'worksheets/sheet1.xml']]),
    'xl/worksheets/sheet1.xml': strToU8(
      `<worksheet><dimension ref="A1:XFD1048576"/><sheetData>${rows.join('')}</sheetData></worksheet>`,
    ),
  }
}

function slideParts(sentences: (count: number) => string): Zippable {
  const slides = Array.from({ length: 1000 }, (_, i) => i + 1)
  const parts: Zippable = {
    'ppt/presentation.xml': strToU8(
      `<p:presentation><p:sldIdLst>${slides.map((n) => `<p:sldId id="${n}" r:id="r${n}"/>`).join('')}</p:sldIdLst></p:presentation>`,
    ),
    'ppt/_rels/presentation.xml.rels': relations(slides.map((n) => [`r${n}`, 'slide', `slides/slide${n}.xml`])),
  }
  for (const n of slides) {
    parts[`ppt/slides/slide${n}.xml`] = strToU8(
      `<p:sld><p:sp><p:ph type="title"/><p:txBody><a:p><a:r><a:t>Slide ${n}</a:t></a:r></a:p></p:txBody></p:sp><p:sp><p:txBody>` +
        `${Array.from({ length: 8 }, () => `<a:p><a:r><a:t>${sentences(2)}</a:t></a:r></a:p>`).join('')}</p:txBody></p:sp></p:sld>`,
    )
  }
  return parts
}
