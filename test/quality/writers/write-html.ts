import { type Block, escapeXml, readBlocks } from '../source-blocks.ts'

/** The blocks as XHTML elements; a web page and a book have them in common. */
export const htmlBody = (source: string): string => grouped(readBlocks(source)).join('\n')

export function writeHtml(source: string, title: string): Uint8Array {
  const head = `<head><meta charset="utf-8"><title>${escapeXml(title)}</title></head>`
  const nav = '<nav><a href="#">Home</a> <a href="#">Contents</a></nav>'
  return Buffer.from(
    `<!doctype html>\n<html>${head}<body>${nav}<main><article>\n${htmlBody(source)}\n</article></main></body></html>\n`,
  )
}

function grouped(blocks: readonly Block[]): string[] {
  const html: string[] = []
  for (const [at, block] of blocks.entries()) {
    if (block.kind !== 'item') {
      html.push(element(block))
      continue
    }
    const list = block.marker === '-' ? 'ul' : 'ol'
    if (blocks[at - 1]?.kind !== 'item') html.push(`<${list}>`)
    html.push(`<li>${inline(block.text)}</li>`)
    if (blocks[at + 1]?.kind !== 'item') html.push(`</${list}>`)
  }
  return html
}

function element(block: Exclude<Block, { kind: 'item' }>): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${inline(block.text)}</h${block.level}>`
    case 'paragraph':
      return `<p>${inline(block.text)}</p>`
    case 'code':
      return `<pre><code>${escapeXml(block.lines.join('\n'))}</code></pre>`
    case 'table':
      return `<table>${block.rows.map((row) => `<tr>${row.map((cell) => `<td>${inline(cell)}</td>`).join('')}</tr>`).join('')}</table>`
  }
}

const inline = (text: string): string =>
  escapeXml(text)
    .replaceAll(/`([^`]+)`/g, '<code>$1</code>')
    .replaceAll(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
