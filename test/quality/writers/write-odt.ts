import { strToU8, zipSync } from 'fflate'
import { type Block, escapeXml, plain, readBlocks } from '../source-blocks.ts'

const of = 'urn:oasis:names:tc:opendocument:xmlns'
const spaces = `xmlns:office="${of}:office:1.0" xmlns:text="${of}:text:1.0" xmlns:table="${of}:table:1.0" office:version="1.3"`

export function writeOdt(source: string, title: string): Uint8Array {
  const type = 'application/vnd.oasis.opendocument.text'
  const manifest = `<manifest:manifest xmlns:manifest="${of}:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="${type}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`
  const meta = `<office:document-meta ${spaces} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:title>${escapeXml(title)}</dc:title></office:meta></office:document-meta>`
  return zipSync({
    mimetype: [strToU8(type), { level: 0 }],
    'META-INF/manifest.xml': strToU8(manifest),
    'meta.xml': strToU8(meta),
    'content.xml': strToU8(
      `<office:document-content ${spaces}><office:body><office:text>${readBlocks(source).map(element).join('')}</office:text></office:body></office:document-content>`,
    ),
  })
}

const text = (source: string): string => escapeXml(plain(source))
const paragraph = (content: string): string => `<text:p>${content}</text:p>`

function element(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<text:h text:outline-level="${block.level}">${text(block.text)}</text:h>`
    case 'paragraph':
      return paragraph(text(block.text))
    case 'item':
      return `<text:list><text:list-item>${paragraph(text(block.text))}</text:list-item></text:list>`
    case 'code':
      return block.lines.map((line) => paragraph(escapeXml(line))).join('')
    case 'table':
      return `<table:table>${block.rows.map((row) => `<table:table-row>${row.map((cell) => `<table:table-cell>${paragraph(text(cell))}</table:table-cell>`).join('')}</table:table-row>`).join('')}</table:table>`
  }
}
