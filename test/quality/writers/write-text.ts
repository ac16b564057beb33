import { type Block, plain, readBlocks } from '../source-blocks.ts'

/** As a person types it: titles underlined, tables by columns. */
export const writeText = (source: string): Uint8Array => Buffer.from(`${readBlocks(source).map(asText).join('\n\n')}\n`)

function asText(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return block.level === 1 ? `${plain(block.text)}\n${'='.repeat(block.text.length)}` : plain(block.text)
    case 'paragraph':
      return plain(block.text)
    case 'item':
      return `${block.marker} ${plain(block.text)}`
    case 'code':
      return block.lines.join('\n')
    case 'table':
      return block.rows.map((row) => row.map(plain).join('   ')).join('\n')
  }
}
