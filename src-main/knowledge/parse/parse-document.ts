import { extensionOf, kindOfName, pdfHeaderAt, sniffMagic } from '../../../src-shared/engine/document-kinds.ts'
import {
  type DocumentKind,
  defaultParseLimits,
  type ParsedDocument,
  type ParseLimits,
  type ParseRequest,
  type ParseWarning,
  parserError,
} from '../../../src-shared/engine/parser.ts'
import { decodeText } from './decode-text.ts'
import type { DocumentParts } from './document-parts.ts'
import { isEncryptedOffice } from './ole-file.ts'
import { parseDocx } from './parse-docx.ts'
import { declaredCharset, parseHtml } from './parse-html.ts'
import { parseMarkdown } from './parse-markdown.ts'
import { parsePdf } from './parse-pdf.ts'
import { parseText } from './parse-text.ts'
import { type OpenFile, openFile } from './read-bounded.ts'
import { refuse } from './refuse.ts'

const headBytes = 1024

/**
 * Reads a file as text with structure. The content decides what it is, the name only where the content does not say.
 * Throws `AppError` with a code of `parserError`, or the signal's reason.
 */
export async function parseDocument({ path, name, limits }: ParseRequest, signal: AbortSignal): Promise<ParsedDocument> {
  signal.throwIfAborted()
  const bounds = boundsOf(limits)
  await using file = await openFile(path)
  if (file.sizeBytes === 0) refuse(parserError.empty, { size_bytes: 0 })
  const head = await file.read(headBytes, signal)
  const kind = await kindOf(file, head, { name, limits: bounds, signal })
  const limit = kind === 'pdf' || kind === 'docx' ? bounds.binary_bytes : bounds.text_bytes
  if (file.sizeBytes > limit) refuse(parserError.tooLarge, { size_bytes: file.sizeBytes, limit_bytes: limit })
  const bytes = await file.read(file.sizeBytes, signal)
  const parts = await read(kind, bytes, { name, limits: bounds, signal })
  return finished(kind, parts, { limits: bounds, sizeBytes: file.sizeBytes })
}

function boundsOf(limits: ParseRequest['limits'] = {}): ParseLimits {
  const given = Object.entries(limits).filter(([, limit]) => limit !== undefined)
  return { ...defaultParseLimits, ...Object.fromEntries(given) }
}

interface Reading {
  readonly name: string
  readonly limits: ParseLimits
  readonly signal: AbortSignal
}

async function kindOf(file: OpenFile, head: Uint8Array, { name, limits, signal }: Reading): Promise<DocumentKind> {
  const magic = sniffMagic(head)
  const named = kindOfName(name)
  if (magic?.format === 'pdf') return 'pdf'
  if (magic?.format === 'zip') return 'docx'
  if (magic?.format === 'other') return refuse(parserError.unsupported, { found: magic.found })
  if (magic?.format === 'ole') {
    const whole = await file.read(limits.binary_bytes, signal)
    if (isEncryptedOffice(whole)) return refuse(parserError.encrypted, { kind: 'docx' })
    return refuse(parserError.unsupported, { found: oleName(name) })
  }
  if (named === 'pdf') {
    if (pdfHeaderAt(head) >= 0) return 'pdf'
    if (looksHtml(head)) return 'html'
    return refuse(parserError.corrupt, { kind: 'pdf', reason: 'header' })
  }
  if (named === 'docx') return refuse(parserError.corrupt, { kind: 'docx', reason: 'header' })
  if (named !== undefined) return named
  if (pdfHeaderAt(head) >= 0 && head.includes(0)) return 'pdf'
  return looksHtml(head) ? 'html' : 'text'
}

const looksHtml = (head: Uint8Array): boolean =>
  /^[\s\ufeff]*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)?<(?:!doctype\s+html|html)[\s>]/i.test(new TextDecoder().decode(head))

const oleName = (name: string): string =>
  ({
    doc: 'an old Word document (.doc)',
    dot: 'an old Word document (.doc)',
    xls: 'an old Excel file (.xls)',
    ppt: 'an old PowerPoint file (.ppt)',
    msg: 'an Outlook message (.msg)',
  })[extensionOf(name)] ?? 'an old Office file (.doc, .xls or .ppt)'

function read(
  kind: DocumentKind,
  bytes: Uint8Array<ArrayBuffer>,
  { name, limits, signal }: Reading,
): Promise<DocumentParts> | DocumentParts {
  switch (kind) {
    case 'pdf':
      return parsePdf(bytes, limits, signal)
    case 'docx':
      return parseDocx(bytes, limits, signal)
    case 'html':
      return withText(bytes, declaredCharset(bytes), (text) => parseHtml(text, signal))
    case 'markdown':
      return withText(bytes, undefined, parseMarkdown)
    case 'text':
      return withText(bytes, undefined, (text) => parseText(text, name))
  }
}

function withText(bytes: Uint8Array, charset: string | undefined, parse: (text: string) => DocumentParts): DocumentParts {
  const decoded = decodeText(bytes, charset)
  if (!decoded) return refuse(parserError.unsupported, { found: 'no text but a file of bytes' })
  const parts = parse(wellFormed(decoded.text))
  return { ...parts, warnings: [...decoded.warnings, ...parts.warnings] }
}

/** Zero characters and halves of surrogate pairs break full-text search and encoders. Replacing keeps every offset. */
const wellFormed = (text: string): string => text.replaceAll('\0', '\ufffd').toWellFormed()

interface Finish {
  readonly limits: ParseLimits
  readonly sizeBytes: number
}

function finished(kind: DocumentKind, parts: DocumentParts, { limits, sizeBytes }: Finish): ParsedDocument {
  if (parts.text.trim() === '') refuse(parserError.empty, { size_bytes: sizeBytes })
  if (parts.text.length > limits.characters) {
    refuse(parserError.tooLarge, { size_bytes: parts.text.length, limit_bytes: limits.characters })
  }
  const headings = parts.headings.map((heading) => ({ ...heading, text: wellFormed(heading.text).slice(0, 300).toWellFormed() }))
  const title = parts.title === null ? null : wellFormed(parts.title).slice(0, 300).toWellFormed()
  const warnings: ParseWarning[] = [...new Set(parts.warnings)]
  return { ...parts, kind, title, headings, warnings, text: wellFormed(parts.text) }
}
