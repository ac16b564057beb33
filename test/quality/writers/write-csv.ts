import { plain, readBlocks } from '../source-blocks.ts'

/** Every table as rows, notes as rows of one cell: as a spreadsheet saves it. */
export const writeCsv = (source: string): Uint8Array => {
  const rows = readBlocks(source).flatMap((block): (readonly string[])[] => {
    if (block.kind === 'table') return block.rows.map((row) => row.map(plain))
    return block.kind === 'code' ? block.lines.map((line) => [line]) : [[plain(block.text)]]
  })
  return Buffer.from(`${rows.map((row) => row.map(quoted).join(',')).join('\n')}\n`)
}

const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
