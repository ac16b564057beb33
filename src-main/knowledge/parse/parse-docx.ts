import { strFromU8, zipSync } from 'fflate'
import mammoth from 'mammoth'
import { type ParseLimits, parserError } from '../../../src-shared/engine/parser.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import type { DocumentParts } from './document-parts.ts'
import { parseHtml } from './parse-html.ts'
import { refuse } from './refuse.ts'
import { type ArchiveEntry, listEntries, unpack } from './unzip-bounded.ts'

/** Reading takes about forty times the size of the XML in memory. */
const maxXmlBytes = 64 * 1024 * 1024

const styleMap = ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => p:fresh", 'comment-reference => ']

/** Text of a Word document with its headings, lists, tables and notes. Pictures are never unpacked. */
export async function parseDocx(bytes: Uint8Array, limits: ParseLimits, signal: AbortSignal): Promise<DocumentParts> {
  const entries = listEntries(bytes, limits)
  if (!entries.some(({ name }) => /^word\/[^/]+\.xml$/.test(name))) {
    return refuse(parserError.unsupported, { found: archiveName(entries) })
  }
  const parts = await unpackXml(bytes, entries, { limits, signal })
  const html = await toHtml(parts)
  signal.throwIfAborted()
  const document = parseHtml(html, signal, { searchArticle: false })
  return { ...document, title: titleOf(parts) ?? document.headings[0]?.text ?? null }
}

interface Unpacking {
  readonly limits: ParseLimits
  readonly signal: AbortSignal
}

async function unpackXml(bytes: Uint8Array, entries: readonly ArchiveEntry[], { limits, signal }: Unpacking) {
  const parts: Record<string, Uint8Array> = Object.create(null)
  let budgetBytes = limits.archive_bytes
  let total = 0
  for (const entry of entries) {
    signal.throwIfAborted()
    if (!isNeeded(entry.name) || entry.name in parts) continue
    const part = await unpack(bytes, entry, { limits, budgetBytes })
    budgetBytes -= part.length
    total += part.length
    if (total > maxXmlBytes) refuse(parserError.tooLarge, { size_bytes: total, limit_bytes: maxXmlBytes })
    parts[entry.name] = part
  }
  return parts
}

/** The parts that carry text, and no name that points anywhere else. */
const isNeeded = (name: string): boolean =>
  name === '[Content_Types].xml' ||
  /^(?:_rels\/\.rels|docProps\/core\.xml|word\/[\w-]+\.xml|word\/_rels\/[\w.-]+\.rels)$/.test(name)

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

function titleOf(parts: Record<string, Uint8Array>): string | undefined {
  const core = parts['docProps/core.xml']
  const title = core && /<dc:title>([^<]{1,500})<\/dc:title>/.exec(strFromU8(core.subarray(0, 100_000)))?.[1]
  return title === undefined ? undefined : unescapeXml(title).replace(/\s+/g, ' ').trim() || undefined
}

const unescapeXml = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')

function archiveName(entries: readonly ArchiveEntry[]): string {
  const has = (prefix: string): boolean => entries.some(({ name }) => name.startsWith(prefix))
  if (has('xl/')) return 'an Excel file (.xlsx)'
  if (has('ppt/')) return 'a PowerPoint file (.pptx)'
  if (has('META-INF/container.xml')) return 'an e-book (EPUB)'
  if (has('content.xml') && has('META-INF/manifest.xml')) return 'an OpenDocument file (.odt, .ods or .odp)'
  return 'an archive (ZIP)'
}
