import { zipSync } from 'fflate'
import mammoth from 'mammoth'
import { parserError } from '../../../src-shared/engine/parser.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import type { DocumentParts } from './document-parts.ts'
import { officeTitle } from './office-title.ts'
import type { Archive } from './open-archive.ts'
import { parseHtml } from './parse-html.ts'
import { refuse } from './refuse.ts'

/** Reading takes about forty times the size of the XML in memory. */
const maxXmlBytes = 64 * 1024 * 1024

const styleMap = ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => p:fresh", 'comment-reference => ']

/** Text of a Word document with its headings, lists, tables and notes. Pictures are never unpacked. */
export async function parseDocx(archive: Archive, signal: AbortSignal): Promise<DocumentParts> {
  const parts = await unpackXml(archive)
  const html = await toHtml(parts)
  signal.throwIfAborted()
  const document = parseHtml(html, signal, { searchArticle: false })
  const title = await officeTitle(archive, 'docProps/core.xml', 'docx')
  return { ...document, title: title ?? document.headings[0]?.text ?? null }
}

async function unpackXml(archive: Archive): Promise<Record<string, Uint8Array>> {
  const parts: Record<string, Uint8Array> = Object.create(null)
  let total = 0
  for (const name of archive.names.filter(isNeeded)) {
    const part = await archive.read(name)
    if (part === undefined) continue
    total += part.length
    if (total > maxXmlBytes) refuse(parserError.tooLarge, { size_bytes: total, limit_bytes: maxXmlBytes })
    parts[name] = part
  }
  return parts
}

/** The parts that carry text, and no name that points anywhere else. */
const isNeeded = (name: string): boolean =>
  name === '[Content_Types].xml' || /^(?:_rels\/\.rels|word\/[\w-]+\.xml|word\/_rels\/[\w.-]+\.rels)$/.test(name)

/** mammoth gets an archive of our own making: only checked parts, nothing packed. */
async function toHtml(parts: Record<string, Uint8Array>): Promise<string> {
  try {
    const buffer = Buffer.from(zipSync(parts, { level: 0 }))
    const { value } = await mammoth.convertToHtml({ buffer }, { styleMap, convertImage: mammoth.images.imgElement(noImage) })
    return value
  } catch (error) {
    if (error instanceof AppError) throw error
    return refuse(parserError.corrupt, { kind: 'docx', reason: error instanceof RangeError ? 'nesting' : 'content' }, error)
  }
}

const noImage = (): Promise<{ src: string }> => Promise.resolve({ src: '' })
