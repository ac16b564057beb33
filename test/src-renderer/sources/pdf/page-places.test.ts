import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getResolvedPDFJS } from 'unpdf'
import { expect, test } from 'vitest'
import { parseDocument } from '../../../../src-main/knowledge/parse/parse-document.ts'
import { pagePlaces } from '../../../../src-renderer/sources/pdf/page-places.ts'
import { tempFolder } from '../../../helpers/temp-folder.ts'
import { collectParts } from '../../../src-main/knowledge/parse/collect-parts.ts'
import { assemblePdf, linesAt, type PdfWord, writePdf } from '../../../src-main/knowledge/parse/write-pdf.ts'

/** The page as it was kept and as it is drawn, both from the same file, each by what ships. */
async function readPage(pdf: Buffer, number = 1) {
  using folder = tempFolder()
  const path = join(folder.path, 'a.pdf')
  writeFileSync(path, pdf)
  const { text, pages } = await collectParts(parseDocument({ path, name: 'a.pdf' }, new AbortController().signal))
  const { getDocument } = await getResolvedPDFJS()
  const page = await (await getDocument({ data: new Uint8Array(pdf) }).promise).getPage(number)
  const drawn = (await page.getTextContent()).items.map((item) => ('str' in item ? item.str : ''))
  const range = pages[number - 1]
  return { kept: text.slice(range?.start, range?.end), drawn }
}

/** What is drawn at the places of these words, piece by piece. */
function drawnFor({ kept, drawn }: { kept: string; drawn: readonly string[] }, words: RegExp): string[] {
  const found = words.exec(kept)
  if (!found) throw new Error(`${words} is not in “${kept}”`)
  const places = pagePlaces({ kept, drawn })([found.index, found.index + found[0].length])
  return places.map(({ piece, start, end }) => (drawn[piece] ?? '').slice(start, end))
}

test('a sentence over three lines is found in each of them, and nothing beside it', async () => {
  const lines = ['Keep the pump dry. The warranty lasts', 'for two years from the date of', 'purchase. Nothing else is covered.']
  const page = await readPage(writePdf([linesAt(['Another page.']), linesAt(lines)]), 2)

  expect(drawnFor(page, /The warranty[^.]*\./)).toEqual(['The warranty lasts', 'for two years from the date of', 'purchase.'])
})

test('words that were drawn one by one are found over the gaps between them', async () => {
  const words: PdfWord[] = ['The', 'warranty', 'lasts', 'long.'].map((text, index) => ({ text, x: 72 + index * 60, y: 700 }))
  const page = await readPage(writePdf([words]))

  expect(drawnFor(page, /warranty\s+lasts/).filter((text) => text.trim() !== '')).toEqual(['warranty', 'lasts'])
})

test('a word that is parted at the end of a line is found in both lines', async () => {
  const page = await readPage(writePdf([linesAt(['The seal is covered by the war-', 'ranty of the maker.'])]))

  expect(drawnFor(page, /war-\s*ranty/)).toEqual(['war-', 'ranty'])
})

test('in two columns only the column that was read is marked', async () => {
  const column = (lines: string[], x: number): PdfWord[] => lines.map((text, i) => ({ text, x, y: 700 - i * 14 }))
  const left = column(['The pump is sold', 'without a cable.'], 72)
  const right = column(['The seal is sold', 'with a cable.'], 330)
  const page = await readPage(writePdf([[...left, ...right]]))

  expect(drawnFor(page, /The seal is sold\s+with a cable\./)).toEqual(['The seal is sold', 'with a cable.'])
})

test('a ligature of the font is two letters on both sides', async () => {
  const content = 'BT /F1 11 Tf 72 700 Td (The \\001rst \\001lter is free.) Tj ET'
  const font =
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /BaseEncoding /WinAnsiEncoding /Differences [1 /fi] >> >>'
  const pdf = assemblePdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [5 0 R] /Count 1 >>',
    font,
    '<< /Title () >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents 6 0 R >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
  ])
  const page = await readPage(pdf)

  expect(drawnFor(page, /first filter/)).toEqual(['first filter'])
})

test('of words that stand on the page twice the ones at their own place are found', async () => {
  const page = await readPage(writePdf([linesAt(['Ask the dealer.', 'Pay the maker.', 'Ask the dealer.'])]))
  const second = page.kept.lastIndexOf('Ask')

  const [place] = pagePlaces(page)([second, second + 'Ask the dealer.'.length])

  expect(page.drawn.slice(0, place?.piece).filter((text) => text.includes('Ask'))).toHaveLength(1)
})

test('where a page is read otherwise than it once was, the same words are still found; words it does not say are nowhere', () => {
  const kept = 'A head that is not drawn.\nThe warranty lasts two years.\nThe end.'
  const places = pagePlaces({ kept, drawn: ['The warranty ', 'lasts two years.'] })
  const at = (words: string) => places([kept.indexOf(words), kept.indexOf(words) + words.length])

  expect(at('The warranty lasts two years.')).toEqual([
    { piece: 0, start: 0, end: 12 },
    { piece: 1, start: 0, end: 16 },
  ])
  expect(at('The end.')).toEqual([])
})
