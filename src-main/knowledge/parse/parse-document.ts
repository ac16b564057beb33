import {
  type DocumentKind,
  type DocumentPart,
  defaultParseLimits,
  type ParseLimits,
  type ParseRequest,
  type ParseWarning,
  parserError,
} from '../../../src-shared/engine/parser.ts'
import { kindOfArchive, namedArchive } from './archive-kind.ts'
import { cutDocument } from './cut-document.ts'
import { decodeText } from './decode-text.ts'
import type { DocumentParts } from './document-parts.ts'
import { type Asked, kindOfFile } from './kind-of-file.ts'
import { type Archive, openArchive } from './open-archive.ts'
import { parseCode } from './parse-code.ts'
import { parseDocx } from './parse-docx.ts'
import { parseEpub } from './parse-epub.ts'
import { declaredCharset, parseHtml } from './parse-html.ts'
import { parseMarkdown } from './parse-markdown.ts'
import { parseOdt } from './parse-odt.ts'
import { parsePdf } from './parse-pdf.ts'
import { parsePptx } from './parse-pptx.ts'
import { parseRtf } from './parse-rtf.ts'
import { parseText } from './parse-text.ts'
import { parseXlsx } from './parse-xlsx.ts'
import { type OpenFile, openFile } from './read-bounded.ts'
import { refuse } from './refuse.ts'
import { isStreamed, type StreamedKind, streamDocument } from './stream-document.ts'
import { wellFormed } from './well-formed.ts'

const headBytes = 1024

/**
 * Reads a file as text with structure, in pieces. The content decides what it is, the name only where the content does not say.
 * Throws `AppError` with a code of `parserError`, or the signal's reason.
 */
export async function* parseDocument(request: ParseRequest, signal: AbortSignal): AsyncGenerator<DocumentPart, void> {
  signal.throwIfAborted()
  const asked: Asked = { name: request.name, limits: boundsOf(request.limits), signal }
  await using file = await openFile(request.path)
  if (file.sizeBytes === 0) refuse(parserError.empty, { size_bytes: 0 })
  const kind = await kindOfFile(file, await file.read(headBytes, signal), asked)
  refuseLarge(kind, file, asked.limits)
  if (isStreamed(kind)) return yield* streamDocument(kind, file, asked)
  const bytes = await file.read(file.sizeBytes, signal)
  if (kind !== 'zip') return yield* whole(kind, await read(kind, bytes, asked), { ...asked, file })
  const archive = openArchive(bytes, { ...asked, kind: namedArchive(request.name) })
  const inside = await kindOfArchive(archive)
  yield* whole(inside, await readArchive(inside, openArchive(bytes, { ...asked, kind: inside }), asked), { ...asked, file })
}

function boundsOf(limits: ParseRequest['limits'] = {}): ParseLimits {
  const given = Object.entries(limits).filter(([, limit]) => limit !== undefined)
  return { ...defaultParseLimits, ...Object.fromEntries(given) }
}

function refuseLarge(kind: DocumentKind | 'zip', { sizeBytes }: OpenFile, limits: ParseLimits): void {
  const isBinary = kind === 'pdf' || kind === 'zip'
  const limit = isStreamed(kind) ? limits.streamed_bytes : isBinary ? limits.binary_bytes : limits.text_bytes
  if (sizeBytes > limit) refuse(parserError.tooLarge, { size_bytes: sizeBytes, limit_bytes: limit })
}

type WholeKind = Exclude<DocumentKind, StreamedKind>

function read(kind: WholeKind, bytes: Uint8Array<ArrayBuffer>, { name, limits, signal }: Asked) {
  switch (kind) {
    case 'pdf':
      return parsePdf(bytes, limits, signal)
    case 'html':
      return withText(bytes, declaredCharset(bytes), (text) => parseHtml(text, signal))
    case 'markdown':
      return withText(bytes, undefined, parseMarkdown)
    case 'rtf':
      return parseRtf(bytes, signal)
    case 'code':
      return withText(bytes, undefined, (text) => parseCode(text, name))
    default:
      return withText(bytes, undefined, (text) => parseText(text))
  }
}

function readArchive(kind: DocumentKind, archive: Archive, { signal }: Asked): Promise<DocumentParts> {
  switch (kind) {
    case 'pptx':
      return parsePptx(archive)
    case 'xlsx':
      return parseXlsx(archive)
    case 'epub':
      return parseEpub(archive, signal)
    case 'odt':
      return parseOdt(archive)
    default:
      return parseDocx(archive, signal)
  }
}

function withText(bytes: Uint8Array, charset: string | undefined, parse: (text: string) => DocumentParts): DocumentParts {
  const decoded = decodeText(bytes, charset)
  if (!decoded) return refuse(parserError.unsupported, { found: 'bytes' })
  const parts = parse(wellFormed(decoded.text))
  return { ...parts, warnings: [...decoded.warnings, ...parts.warnings] }
}

interface Finish {
  readonly limits: ParseLimits
  readonly file: OpenFile
}

function* whole(kind: DocumentKind, parts: DocumentParts, { limits, file }: Finish): Generator<DocumentPart, void> {
  if (parts.text.trim() === '') refuse(parserError.empty, { size_bytes: file.sizeBytes })
  if (parts.text.length > limits.characters) {
    refuse(parserError.tooLarge, { size_bytes: parts.text.length, limit_bytes: limits.characters })
  }
  const warnings: ParseWarning[] = [...new Set(parts.warnings)]
  yield { part: 'head', kind, title: parts.title === null ? null : shortLine(parts.title) }
  const headings = parts.headings.map((heading) => ({ ...heading, text: shortLine(heading.text) }))
  yield* cutDocument({ ...parts, headings, text: wellFormed(parts.text) })
  yield { part: 'end', warnings }
}

const shortLine = (text: string): string => wellFormed(text).slice(0, 300).toWellFormed()
