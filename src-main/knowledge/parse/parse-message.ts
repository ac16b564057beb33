import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime'
import { type DocumentHeading, type DocumentPlace, parserError } from '../../../src-shared/engine/parser.ts'
import { parseHtml } from './parse-html.ts'
import { refuse } from './refuse.ts'
import { wellFormed } from './well-formed.ts'

export interface MessageText {
  readonly text: string
  readonly headings: readonly DocumentHeading[]
  readonly place: DocumentPlace['place']
}

export interface MessageOptions {
  /** Of the message in its mailbox, from 1. */
  readonly number: number
  readonly signal: AbortSignal
}

/** Messages within messages that are read; those still further inside are only named. */
const mostNested = 5

/** A message as text: its subject as heading, who wrote it to whom and when, its words, messages within it. What is attached is named, never opened. */
export async function parseMessage(bytes: Uint8Array, { number, signal }: MessageOptions): Promise<MessageText> {
  const parts: string[] = []
  const headings: DocumentHeading[] = []
  const email = await opened(bytes)
  await write(email, { parts, headings, depth: 0, signal })
  const place = {
    kind: 'message' as const,
    number,
    subject: oneLine(email.subject),
    from: email.from ? addressText([email.from]) : '',
    date: dateOf(email),
  }
  return { text: wellFormed(parts.join('')), headings, place }
}

async function opened(bytes: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(bytes, { forceRfc822Attachments: true, maxNestingDepth: 64 })
  } catch (error) {
    return refuse(parserError.corrupt, { kind: 'email', reason: 'message' }, error)
  }
}

function dateOf({ date }: Email): number | null {
  const at = Date.parse(date ?? '')
  return Number.isNaN(at) ? null : at
}

interface Writing {
  readonly parts: string[]
  readonly headings: DocumentHeading[]
  readonly depth: number
  readonly signal: AbortSignal
}

async function write(email: Email, writing: Writing): Promise<void> {
  const { parts, headings, depth, signal } = writing
  const subject = oneLine(email.subject)
  if (subject !== '') {
    headings.push({ level: Math.min(6, depth + 1), text: subject, start: lengthOf(parts) })
    parts.push(`${subject}\n`)
  }
  for (const line of headerLines(email)) parts.push(`${line}\n`)
  const body = bodyOf(email, signal)
  if (body !== '') parts.push('\n', body, '\n')
  const nested = email.attachments.filter(isMessage).slice(0, depth < mostNested ? undefined : 0)
  const files = email.attachments.filter((attachment) => !nested.includes(attachment) && attachment.related !== true)
  if (files.length > 0) parts.push('\n', ...files.map((file) => `${fileLine(file)}\n`))
  for (const { content } of nested) {
    signal.throwIfAborted()
    parts.push('\n')
    await write(await opened(bytesOf(content)), { ...writing, depth: depth + 1 })
  }
}

const lengthOf = (parts: readonly string[]): number => parts.reduce((sum, { length }) => sum + length, 0)

const isMessage = ({ mimeType }: Attachment): boolean => mimeType === 'message/rfc822'

function bytesOf(content: Attachment['content']): Uint8Array {
  if (typeof content === 'string') return new TextEncoder().encode(content)
  return content instanceof Uint8Array ? content : new Uint8Array(content)
}

const oneLine = (text: string | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim().slice(0, 300)

function headerLines(email: Email): string[] {
  const lines = [
    ['From', email.from ? addressText([email.from]) : ''],
    ['To', addressText(email.to ?? [])],
    ['Cc', addressText(email.cc ?? [])],
    ['Date', email.headers.find(({ key }) => key === 'date')?.value ?? ''],
  ] as const
  return lines.filter(([, value]) => value.trim() !== '').map(([name, value]) => `${name}: ${oneLine(value)}`)
}

const addressText = (addresses: readonly Address[]): string =>
  addresses
    .flatMap((address) => (address.group ? address.group : [address]))
    .map(({ name, address }) => (name && address ? `${name} <${address}>` : name || (address ?? '')))
    .join(', ')

/** The words as they were written. A text that only says "see the page" gives way to the page. */
function bodyOf({ text = '', html }: Email, signal: AbortSignal): string {
  const plain = text.replace(/\r\n?/g, '\n').trim()
  if (html === undefined || html.trim() === '') return plain
  const page = parseHtml(html, signal, { searchArticle: false }).text.trim()
  return plain.length * 3 < page.length ? page : plain
}

const fileLine = ({ filename, mimeType, content }: Attachment): string =>
  `Attachment: ${oneLine(filename ?? '') || mimeType} (${sizeText(typeof content === 'string' ? content.length : content.byteLength)})`

const sizeText = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} kB` : `${Math.round(bytes / 104_857.6) / 10} MB`
