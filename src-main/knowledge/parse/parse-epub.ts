import type { DocumentBlock, DocumentHeading, DocumentPlace, ParseWarning } from '../../../src-shared/engine/parser.ts'
import { parserError } from '../../../src-shared/engine/parser.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { decodeText } from './decode-text.ts'
import { type DocumentParts, noParts } from './document-parts.ts'
import { readBook } from './epub-book.ts'
import type { Archive } from './open-archive.ts'
import { declaredCharset, parseHtml } from './parse-html.ts'
import { refuse } from './refuse.ts'

const kind = 'epub'

interface BookText {
  readonly parts: string[]
  length: number
  readonly headings: DocumentHeading[]
  readonly blocks: DocumentBlock[]
  readonly places: DocumentPlace[]
  readonly warnings: ParseWarning[]
}

/** Text of an e-book in the order it is read, each part below the chapter its table of contents names. */
export async function parseEpub(archive: Archive, signal: AbortSignal): Promise<DocumentParts> {
  const book = await readBook(archive)
  if (book.isLocked) refuse(parserError.encrypted, { kind })
  const text: BookText = { parts: [], length: 0, headings: [], blocks: [], places: [], warnings: [] }
  let title = ''
  let number = 0
  for (const part of book.spine) {
    signal.throwIfAborted()
    const chapter = await readChapter(archive, part, signal)
    if (chapter === undefined || chapter.text.trim() === '') continue
    // A chapter may lie in several files; those without a name of their own go on with it.
    const own = book.chapters.get(part) ?? chapter.headings[0]?.text
    if (own !== undefined) number++
    title = own ?? title
    const place = title === '' ? undefined : ({ kind: 'chapter', number, title: title.slice(0, 200) } as const)
    add(text, chapter, { place, name: own })
  }
  const { headings, blocks, places, warnings } = text
  return { ...noParts, title: book.title ?? null, text: text.parts.join(''), headings, blocks, places, warnings }
}

/** undefined when the part is missing or damaged: the others are still worth reading. */
async function readChapter(archive: Archive, part: string, signal: AbortSignal): Promise<DocumentParts | undefined> {
  try {
    const bytes = await archive.read(part)
    const decoded = bytes && decodeText(bytes, declaredCharset(bytes))
    return decoded && parseHtml(decoded.text, signal, { searchArticle: false })
  } catch (error) {
    if (error instanceof AppError && error.code === parserError.corrupt) return undefined
    throw error
  }
}

interface Naming {
  readonly place: DocumentPlace['place'] | undefined
  /** A chapter whose text has no heading stands below the name that the book gives it. */
  readonly name: string | undefined
}

function add(text: BookText, chapter: DocumentParts, { place, name }: Naming): void {
  if (text.length > 0) {
    text.parts.push('\n\n')
    text.length += 2
  }
  const start = text.length
  text.parts.push(chapter.text)
  text.length += chapter.text.length
  if (place !== undefined) text.places.push({ start, place })
  if (chapter.headings.length === 0 && name !== undefined) text.headings.push({ level: 1, text: name.slice(0, 300), start })
  text.headings.push(...chapter.headings.map((heading) => ({ ...heading, start: start + heading.start })))
  text.blocks.push(...chapter.blocks.map((block) => ({ ...block, start: start + block.start, end: start + block.end })))
  text.warnings.push(...chapter.warnings)
}
