import { extensionOf, kindOfName } from '../../../src-shared/engine/document-kinds.ts'
import { type DocumentKind, type ParseLimits, parserError } from '../../../src-shared/engine/parser.ts'
import { type Foreign, pdfHeaderAt, sniffMagic } from '../../../src-shared/engine/sniff-magic.ts'
import { isEncryptedOffice } from './ole-file.ts'
import type { OpenFile } from './read-bounded.ts'
import { refuse } from './refuse.ts'

export interface Asked {
  readonly name: string
  readonly limits: ParseLimits
  readonly signal: AbortSignal
}

/** `zip` is told apart by what is in it. */
export type FileKind = DocumentKind | 'zip'

const zipped: ReadonlySet<DocumentKind> = new Set(['docx', 'pptx', 'xlsx', 'odt', 'epub'])

/** What a file is: the content decides, the name only where the content does not say. */
export async function kindOfFile(file: OpenFile, head: Uint8Array, asked: Asked): Promise<FileKind> {
  const magic = sniffMagic(head)
  const named = kindOfName(asked.name)
  switch (magic?.format) {
    case 'pdf':
    case 'zip':
    case 'rtf':
      return magic.format
    case 'ole':
      return refuseOle(file, asked)
    case 'other':
      return refuse(parserError.unsupported, magic.foreign)
    default:
  }
  if (named === 'pdf') {
    if (pdfHeaderAt(head) >= 0) return 'pdf'
    if (looksHtml(head)) return 'html'
  }
  if (named === 'pdf' || named === 'rtf' || (named !== undefined && zipped.has(named))) {
    return refuse(parserError.corrupt, { kind: named, reason: 'header' })
  }
  if (named !== undefined) return named
  if (pdfHeaderAt(head) >= 0 && head.includes(0)) return 'pdf'
  return looksHtml(head) ? 'html' : 'text'
}

const looksHtml = (head: Uint8Array): boolean =>
  /^[\s\ufeff]*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)?<(?:!doctype\s+html|html)[\s>]/i.test(new TextDecoder().decode(head))

async function refuseOle(file: OpenFile, { name, limits, signal }: Asked): Promise<never> {
  const whole = await file.read(limits.binary_bytes, signal)
  if (!isEncryptedOffice(whole)) return refuse(parserError.unsupported, oldOffice(name))
  const named = kindOfName(name)
  return refuse(parserError.encrypted, { kind: named !== undefined && zipped.has(named) ? named : 'docx' })
}

const oldFormats: Readonly<Record<string, Foreign>> = {
  doc: { found: 'old_word', instead: 'docx' },
  dot: { found: 'old_word', instead: 'docx' },
  xls: { found: 'old_excel', instead: 'xlsx' },
  ppt: { found: 'old_powerpoint', instead: 'pptx' },
  pps: { found: 'old_powerpoint', instead: 'pptx' },
  msg: { found: 'outlook_message', instead: 'export' },
}

const oldOffice = (name: string): Foreign => oldFormats[extensionOf(name)] ?? { found: 'old_office' }
