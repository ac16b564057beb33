/** What a document of the set consists of, whatever format it is written in. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'item'; readonly text: string; readonly marker: string }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'code'; readonly lines: readonly string[] }

/** Reads the part of Markdown that the set is written in: headings, paragraphs of one line, lists, tables, fenced code. */
export function readBlocks(source: string): Block[] {
  const blocks: Block[] = []
  const lines = source.split('\n')
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (line.startsWith('```')) {
      const end = lines.indexOf('```', at + 1)
      blocks.push({ kind: 'code', lines: lines.slice(at + 1, end) })
      at = end
    } else if (line.startsWith('|')) {
      const end = lines.findIndex((other, n) => n > at && !other.startsWith('|'))
      const rows = lines.slice(at, end < 0 ? undefined : end)
      blocks.push({ kind: 'table', rows: rows.filter((row) => !/^[|\s-]+$/.test(row)).map(cellsOf) })
      at += rows.length - 1
    } else if (line.trim() !== '') blocks.push(lineBlock(line))
  }
  return blocks
}

const cellsOf = (row: string): string[] =>
  row
    .replace(/^\||\|\s*$/g, '')
    .split('|')
    .map((cell) => cell.trim())

function lineBlock(line: string): Block {
  const heading = /^(#{1,6}) (.*)$/.exec(line)
  if (heading) return { kind: 'heading', level: heading[1]?.length ?? 1, text: heading[2] ?? '' }
  const item = /^(-|\d+\.) (.*)$/.exec(line)
  if (item) return { kind: 'item', marker: item[1] ?? '-', text: item[2] ?? '' }
  return { kind: 'paragraph', text: line }
}

/** Without the signs of Markdown, for formats that know none. */
export const plain = (text: string): string => text.replaceAll(/[`*]/g, '')

export const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
