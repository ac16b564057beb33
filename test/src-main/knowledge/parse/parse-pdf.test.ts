import { expect, test } from 'vitest'
import { parserError } from '../../../../src-shared/engine/parser.ts'
import { faultOf, parseBytes } from './parse-bytes.ts'
import { linesAt, writePdf } from './write-pdf.ts'

test('pages are joined by a blank line and their ranges are exact', async () => {
  const { text, pages } = await parseBytes(
    'a.pdf',
    writePdf([linesAt(['Page one of it', 'goes on']), linesAt(['Page two of it'])]),
  )

  expect(text).toBe('Page one of it\ngoes on\n\nPage two of it')
  expect(pages.map(({ page, start, end }) => [page, text.slice(start, end)])).toEqual([
    [1, 'Page one of it\ngoes on'],
    [2, 'Page two of it'],
  ])
})

test('words are parted by the gaps between them, columns of a table by tabs, letters set one by one are one word', async () => {
  const words = [
    { text: 'Pump', x: 72, y: 700 },
    { text: 'house', x: 104, y: 700 },
    { text: 'Name', x: 72, y: 660 },
    { text: '42', x: 300, y: 660 },
    { text: 'W', x: 72, y: 620 },
    { text: 'ell', x: 82.4, y: 620 },
  ]

  expect((await parseBytes('a.pdf', writePdf([words]))).text).toBe('Pump house\n\nName\t42\n\nWell')
})

test('a larger gap between lines is a paragraph', async () => {
  const words = [...linesAt(['one', 'two', 'three']), ...linesAt(['four', 'five'], { top: 650 })]

  expect((await parseBytes('a.pdf', writePdf([words]))).text).toBe('one\ntwo\nthree\n\nfour\nfive')
})

test('lines in larger letters are headings, a running head is not', async () => {
  const body = Array.from({ length: 12 }, (_, i) => `Line ${i} of the ordinary text of this page`)
  const page = (head: string, n: number) => [
    ...linesAt([`Handbook ${n}`], { top: 770, size: 14 }),
    ...linesAt([head], { top: 740, size: 18 }),
    ...linesAt(body, { top: 700 }),
  ]
  const { headings, title, text } = await parseBytes(
    'a.pdf',
    writePdf(['Water', 'Wind', 'Fire', 'Earth'].map((head, i) => page(head, i + 1))),
  )

  expect(headings.map((heading) => heading.text)).toEqual(['Water', 'Wind', 'Fire', 'Earth'])
  expect(headings.every(({ start, text: head }) => text.startsWith(head, start))).toBe(true)
  expect(title).toBe('Water')
})

test('the title of the file is used, unless a program made it up', async () => {
  const pages = [linesAt(['Some text of the page'])]

  expect((await parseBytes('a.pdf', writePdf(pages, { title: 'Annual report' }))).title).toBe('Annual report')
  expect((await parseBytes('a.pdf', writePdf(pages, { title: 'Microsoft Word - x.doc' }))).title).toBeNull()
})

test('a PDF with a password is told as such', async () => {
  const bytes = writePdf([linesAt(['secret'])], { encrypted: true })

  await expect(parseBytes('a.pdf', bytes)).rejects.toThrow(faultOf(parserError.encrypted, { kind: 'pdf' }))
})

test('a scan is refused with its number of pages; a picture among pages of text only warns', async () => {
  const text = linesAt(Array.from({ length: 20 }, (_, i) => `Line ${i} of the page with words`))

  await expect(parseBytes('a.pdf', writePdf([[], [], []]))).rejects.toThrow(faultOf(parserError.scanned, { pages: 3 }))
  expect((await parseBytes('a.pdf', writePdf([text, []]))).warnings).toEqual(['pages_without_text'])
})

const scans: readonly { readonly what: string; readonly pages: readonly (readonly string[])[] }[] = [
  { what: 'a page number', pages: [['1'], ['2'], ['3']] },
  { what: 'a number of pages', pages: [['- 1 of 3 -'], ['- 2 of 3 -'], ['- 3 of 3 -']] },
  { what: 'a stamp', pages: Array.from({ length: 3 }, () => ['Scanned with CamScanner']) },
  { what: 'a stamp of nobody we know and a number', pages: ['1', '2', '3'].map((number) => ['Archive copy', number]) },
  { what: 'a stamp on the only page', pages: [['Scanned with CamScanner']] },
]

test.each(scans)('pages of a scan that have nothing but $what are refused as a scan', async ({ pages }) => {
  await expect(parseBytes('a.pdf', writePdf(pages.map((lines) => linesAt(lines))))).rejects.toThrow(
    faultOf(parserError.scanned, { pages: pages.length }),
  )
})

test('slides of few words, and pages of one form that is filled in, are no scan', async () => {
  const slides = ['Our harbour in winter', 'Cranes, and who built them', 'What comes next'].map((title) => linesAt([title]))
  const form = Array.from({ length: 4 }, (_, page) =>
    linesAt([
      `Receipt no. ${page} of the harbour office for the berth that was let`,
      `Paid in full on day ${page}: ${page}00 crowns, with thanks`,
    ]),
  )

  expect((await parseBytes('slides.pdf', writePdf(slides))).text).toContain('Cranes')
  expect((await parseBytes('form.pdf', writePdf(form))).text).toContain('300 crowns')
})

test('a PDF cut short or without its end is read as far as it goes or refused as damaged', async () => {
  await expect(parseBytes('a.pdf', '%PDF-1.7\nnothing of it')).rejects.toThrow(faultOf(parserError.corrupt, { kind: 'pdf' }))
  await expect(parseBytes('a.pdf', 'not a pdf at all')).rejects.toThrow(
    faultOf(parserError.corrupt, { kind: 'pdf', reason: 'header' }),
  )
})

test('reading stops between pages when it is aborted', async () => {
  const controller = new AbortController()
  const pages = Array.from({ length: 400 }, () => linesAt(['A page with a line of text']))
  const reading = parseBytes('a.pdf', writePdf(pages), { signal: controller.signal })
  const reason = new Error('stopped')

  setImmediate(() => controller.abort(reason))

  await expect(reading).rejects.toBe(reason)
})
