import { setImmediate as nextTurn } from 'node:timers/promises'
import type {
  DocumentHead,
  DocumentHeading,
  DocumentPage,
  DocumentPart,
  DocumentPiece,
  ParseWarning,
} from '../../src-shared/engine/parser.ts'
import type { PassageRow } from '../../src-shared/rows/knowledge.ts'
import type { Db, WriteDb } from '../db/database.ts'
import type { DocumentWork } from './document-work.ts'
import type { FileHash } from './hash-file.ts'
import { beginNameAgain } from './index-name.ts'
import { putStructure, putTextPiece, removeTextPieces, wasRead } from './kept-text.ts'
import type { PassageMaker } from './make-passages.ts'
import { mergeWords } from './merge-words.ts'
import { addPassages, movePassage, removeSetAside, setPassagesAside } from './passages.ts'

/** Characters of passages that are written in one transaction: a few milliseconds of indexing. */
const charactersPerCommit = 16_000
/** Of rows that are moved or removed. */
const rowsPerCommit = 500
/** Pieces of text hold more than rows do. */
const piecesPerCommit = 20

export interface Writing {
  readonly db: Db
  readonly parts: AsyncIterable<DocumentPart>
  readonly work: DocumentWork
  readonly makerFor: (title: string | null) => PassageMaker
  readonly file: FileHash
  /** Passages were written, and what an earlier reading left is out of their way. */
  readonly onWritten: () => void
}

interface Written {
  characters: number
  passages: number
  readonly pages: DocumentPage[]
  readonly headings: DocumentHeading[]
}

/**
 * Writes the text and the passages of a document as its parts come. What was there before is set aside at the first piece of text, what is found
 * again keeps its vector, and what is left at the end is removed. The hash is the last thing to be written.
 */
export async function writeDocument({ db, parts, work, makerFor, file, onWritten }: Writing): Promise<void> {
  const written: Written = { characters: 0, passages: 0, pages: [], headings: [] }
  let head: Pick<DocumentHead, 'kind' | 'title'> = { kind: 'text', title: null }
  let make: PassageMaker | undefined
  let isAgain = false
  let warnings: readonly ParseWarning[] = []
  for await (const part of parts) {
    switch (part.part) {
      case 'head':
        head = { kind: part.kind, title: part.title }
        break
      case 'text':
        if (make === undefined) isAgain = await setAside(work, head)
        make ??= makerFor(head.title)
        await writePiece({ db, work, onWritten }, { piece: part, passages: await make(part), written })
        break
      case 'end':
        warnings = part.warnings
    }
  }
  if (isAgain) await inTurns(work, (tx) => removeSetAside(tx, work.documentId, rowsPerCommit))
  const facts = {
    ...{ warnings: [...warnings], pages: countPages(written.pages) },
    ...{ characters: written.characters, size_bytes: file.sizeBytes },
  }
  work.commit({ ...facts, status: 'embedding', content_hash: file.hash, passages: written.passages }, (tx) =>
    putStructure(tx, work.documentId, written),
  )
}

const countPages = (pages: readonly DocumentPage[]): number | null => pages.at(-1)?.page ?? null

/** What an earlier reading left; whether there was any. The kind and the title come first: every passage is found by its title too. */
async function setAside(work: DocumentWork, head: Pick<DocumentHead, 'kind' | 'title'>): Promise<boolean> {
  const { documentId } = work
  let isAgain = false
  work.commit({ ...head, content_hash: null }, (tx) => {
    isAgain = wasRead(tx, documentId)
    beginNameAgain(tx, documentId)
  })
  if (!isAgain) return false
  await inTurns(work, (tx) => setPassagesAside(tx, documentId, rowsPerCommit))
  await inTurns(work, (tx) => removeTextPieces(tx, documentId, piecesPerCommit))
  return true
}

/** Goes on in transactions of their own until there is nothing more to do. */
async function inTurns(work: DocumentWork, step: (tx: WriteDb) => boolean): Promise<void> {
  for (let more = true; more; await nextTurn()) {
    work.commit({}, (tx) => {
      more = step(tx)
    })
  }
}

interface NewPiece {
  readonly piece: DocumentPiece
  readonly passages: readonly PassageRow[]
  readonly written: Written
}

async function writePiece(
  { db, work, onWritten }: Pick<Writing, 'db' | 'work' | 'onWritten'>,
  { piece, passages, written }: NewPiece,
): Promise<void> {
  const start = written.characters
  // The text comes with its first passages: one commit less for most documents.
  const commits = [...pieces(passages, ({ text }) => text.length)]
  for (const [index, some] of (commits.length > 0 ? commits : [[]]).entries()) {
    if (index > 0) await nextTurn()
    work.commit({}, (tx) => {
      if (index === 0) putTextPiece(tx, { documentId: work.documentId, start, text: piece.text })
      addPassages(
        tx,
        some.filter((passage) => !movePassage(tx, passage)),
      )
    })
    onWritten()
    await mergeWords(db)
  }
  for (const page of piece.pages) addPage(written.pages, { ...page, start: start + page.start, end: start + page.end })
  written.headings.push(...piece.headings.map((heading) => ({ ...heading, start: start + heading.start })))
  written.characters += piece.text.length
  written.passages += passages.length
}

/** A page that went over the end of a piece is one page. */
function addPage(pages: DocumentPage[], page: DocumentPage): void {
  const last = pages.at(-1)
  if (last?.page === page.page) pages[pages.length - 1] = { ...last, end: page.end }
  else pages.push(page)
}

/** Cut so that the sizes of each piece's items stay within one commit. */
function* pieces<T>(items: readonly T[], sizeOf: (item: T) => number): Generator<T[]> {
  let piece: T[] = []
  let size = 0
  for (const item of items) {
    if (piece.length > 0 && size + sizeOf(item) > charactersPerCommit) {
      yield piece
      piece = []
      size = 0
    }
    piece.push(item)
    size += sizeOf(item)
  }
  if (piece.length > 0) yield piece
}
