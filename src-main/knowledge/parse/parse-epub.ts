import type { DocumentBlock, DocumentHeading, DocumentPlace, ParseWarning } from '../../../src-shared/engine/parser.ts'
import { parserError } from '../../../src-shared/engine/parser.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { decodeText } from './decode-text.ts'
import { type DocumentParts, noParts } from './document-parts.ts'
import { readBook } from './epub-book.ts'
import { type ChapterStart, chapterStarts } from './epub-chapters.ts'
import type { Archive } from './open-archive.ts'
import { type BookPage, declaredCharset, parseBookPage } from './parse-html.ts'
import { refuse } from './refuse.ts'

const kind = 'epub'

interface BookText {
  readonly parts: string[]
  length: number
  readonly headings: DocumentHeading[]
  readonly blocks: DocumentBlock[]
  readonly places: DocumentPlace[]
  readonly warnings: ParseWarning[]
  /** The one that the end of the text belongs to. */
  chapter: Chapter | undefined
}

type Chapter = Extract<DocumentPlace['place'], { kind: 'chapter' }>

/** Text of an e-book in the order it is read, each place below the chapter its table of contents names. */
export async function parseEpub(archive: Archive, signal: AbortSignal): Promise<DocumentParts> {
  const book = await readBook(archive)
  if (book.isLocked) refuse(parserError.encrypted, { kind })
  const text: BookText = { parts: [], length: 0, headings: [], blocks: [], places: [], warnings: [], chapter: undefined }
  for (const part of book.spine) {
    signal.throwIfAborted()
    const entries = book.chapters.get(part) ?? []
    const page = await readPage(archive, { part, ids: new Set(entries.flatMap(({ id }) => id ?? [])) }, signal)
    if (page === undefined || page.text.trim() === '') continue
    add(text, page, chapterStarts(page, entries))
  }
  const { headings, blocks, places, warnings } = text
  return { ...noParts, title: book.title ?? null, text: text.parts.join(''), headings, blocks, places, warnings }
}

interface WantedPage {
  readonly part: string
  readonly ids: ReadonlySet<string>
}

/** undefined when the part is missing or damaged: the others are still worth reading. */
async function readPage(archive: Archive, { part, ids }: WantedPage, signal: AbortSignal): Promise<BookPage | undefined> {
  try {
    const bytes = await archive.read(part)
    const decoded = bytes && decodeText(bytes, declaredCharset(bytes))
    return decoded && parseBookPage(decoded.text, signal, ids)
  } catch (error) {
    if (error instanceof AppError && error.code === parserError.corrupt) return undefined
    throw error
  }
}

function add(text: BookText, page: BookPage, starts: readonly ChapterStart[]): void {
  if (text.length > 0) {
    text.parts.push('\n\n')
    text.length += 2
  }
  const begin = text.length
  text.parts.push(page.text)
  text.length += page.text.length
  // A chapter may lie in several files: what comes before the first one that begins here goes on with it.
  if (text.chapter !== undefined && starts[0]?.start !== 0) text.places.push({ start: begin, place: text.chapter })
  for (const { start, name } of starts) {
    text.chapter = { kind: 'chapter', number: (text.chapter?.number ?? 0) + 1, title: name.slice(0, 200) }
    text.places.push({ start: begin + start, place: text.chapter })
  }
  const headings = [...page.headings, ...namesAsHeadings(page, starts)].toSorted((a, b) => a.start - b.start)
  text.headings.push(...headings.map((heading) => ({ ...heading, start: begin + heading.start })))
  text.blocks.push(...page.blocks.map((block) => ({ ...block, start: begin + block.start, end: begin + block.end })))
  text.warnings.push(...page.warnings)
}

/** A chapter whose text has no heading stands below the name that the book gives it. */
const namesAsHeadings = ({ headings, text }: BookPage, starts: readonly ChapterStart[]): DocumentHeading[] =>
  starts.flatMap(({ start, name }, at) => {
    const end = starts[at + 1]?.start ?? text.length
    const hasOwn = headings.some((heading) => heading.start >= start && heading.start < end)
    return hasOwn ? [] : [{ level: 1, text: name.slice(0, 300), start }]
  })
