import { item, paragraph, table, writeDocx } from '../../src-main/knowledge/parse/write-docx.ts'
import { type Block, escapeXml, plain, readBlocks } from '../source-blocks.ts'

export const writeDocxDocument = (source: string, title: string): Uint8Array =>
  writeDocx(readBlocks(source).map(element).join(''), escapeXml(title))

const text = (source: string): string => escapeXml(plain(source))

function element(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return paragraph(text(block.text), `Heading${Math.min(block.level, 3)}`)
    case 'paragraph':
      return paragraph(text(block.text))
    case 'item':
      return item(text(block.text))
    case 'code':
      return block.lines.map((line) => paragraph(escapeXml(line))).join('')
    case 'table':
      return table(block.rows.map((row) => row.map(text)))
  }
}
