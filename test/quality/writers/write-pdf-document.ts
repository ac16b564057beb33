import { type PdfWord, writePdf } from '../../src-main/knowledge/parse/write-pdf.ts'
import { type Block, plain, readBlocks } from '../source-blocks.ts'

const lineLength = 88
const [top, bottom] = [740, 60]

interface Line {
  readonly words: readonly Omit<PdfWord, 'y'>[]
  readonly height: number
}

/** Set as a program for letters would: wrapped lines, larger headings, columns for tables, pages with their numbers. */
export function writePdfDocument(source: string, title: string): Uint8Array {
  const pages: PdfWord[][] = [[]]
  let y = top
  for (const { words, height } of readBlocks(source).flatMap(linesOf)) {
    if (y - height < bottom) {
      pages.push([])
      y = top
    }
    y -= height
    const line = y
    pages.at(-1)?.push(...words.map((word) => ({ ...word, y: line })))
  }
  for (const [at, page] of pages.entries()) page.push({ text: String(at + 1), x: 300, y: 30, size: 9 })
  return writePdf(pages, { title })
}

function linesOf(block: Block): Line[] {
  switch (block.kind) {
    case 'heading':
      return [{ words: [{ text: plain(block.text), x: 72, size: [20, 15, 12.5][block.level - 1] ?? 12 }], height: 30 }]
    case 'paragraph':
      return spaced(wrapped(plain(block.text)).map((text) => ({ words: [{ text, x: 72 }], height: 14 })))
    case 'item':
      return wrapped(`${block.marker} ${plain(block.text)}`).map((text) => ({ words: [{ text, x: 86 }], height: 14 }))
    case 'code':
      return spaced(block.lines.map((text) => ({ words: [{ text, x: 86, size: 9 }], height: 11 })))
    case 'table':
      return spaced(tableLines(block.rows))
  }
}

/** A blank line's room before the block. */
const spaced = (lines: readonly Line[]): Line[] =>
  lines.map((line, at) => (at === 0 ? { ...line, height: line.height + 8 } : line))

function tableLines(rows: readonly (readonly string[])[]): Line[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  const starts = widths.map((_, column) => 72 + widths.slice(0, column).reduce((sum, width) => sum + width * 5 + 24, 0))
  return rows.map((row) => ({
    words: row.map((cell, column) => ({ text: plain(cell), x: starts[column] ?? 72, size: 9 })),
    height: 13,
  }))
}

function wrapped(text: string): string[] {
  const lines: string[] = ['']
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? ''
    if (last !== '' && last.length + word.length >= lineLength) lines.push(word)
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`
  }
  return lines
}
