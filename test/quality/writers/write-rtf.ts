import { type Block, plain, readBlocks } from '../source-blocks.ts'

/** Rich text as word processors save it: letters beyond ASCII as `\u`, rows of tables by `\cell`. */
export const writeRtf = (source: string): Uint8Array =>
  Buffer.from(`{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Times;}}\\f0\\fs24\n${readBlocks(source).map(element).join('\n')}\n}`)

function element(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `{\\pard\\b\\fs${36 - block.level * 4} ${escaped(plain(block.text))}\\par}`
    case 'paragraph':
      return `{\\pard ${escaped(plain(block.text))}\\par}`
    case 'item':
      return `{\\pard\\li360 \\bullet  ${escaped(plain(block.text))}\\par}`
    case 'code':
      return block.lines.map((line) => `{\\pard ${escaped(line)}\\par}`).join('\n')
    case 'table':
      return block.rows
        .map((row) => `{\\trowd ${row.map((cell) => `\\pard\\intbl ${escaped(plain(cell))}\\cell`).join(' ')}\\row}`)
        .join('\n')
  }
}

const escaped = (text: string): string =>
  text
    .replaceAll(/[\\{}]/g, '\\$&')
    .replaceAll(/[^\x20-\x7e]/gu, (letter) =>
      [...letter.matchAll(/[\s\S]/g)].map(([unit]) => `\\u${unit.charCodeAt(0)}?`).join(''),
    )
