import { setImmediate as nextTurn } from 'node:timers/promises'
import type { DocumentHead, DocumentPage, DocumentPart, DocumentPiece, ParseWarning } from '../../src-shared/engine/parser.ts'
import type { PassageRow } from '../../src-shared/rows/knowledge.ts'
import type { Db, WriteDb } from '../db/database.ts'
import type { DocumentWork } from './document-work.ts'
import type { FileHash } from './hash-file.ts'
import { inTurns } from './in-turns.ts'
import { putStructure, putTextPiece, wasRead } from './kept-text.ts'
import { textsAtOnce } from './large-document.ts'
import type { PassageMaker } from './make-passages.ts'
import { mergeWords } from './merge-words.ts'
import { type NextPiece, putNextPiece, putNextReading, type ReadingFacts, removeNextPieces } from './next-reading.ts'
import { addPassages } from './passages.ts'
import { inCommits } from './passages-per-commit.ts'
import { rowOf, takeOverReading } from './take-over-reading.ts'

export interface Writing {
  readonly db: Db
  readonly parts: AsyncIterable<DocumentPart>
  readonly work: DocumentWork
  readonly makerFor: (title: string | null) => PassageMaker
  readonly file: FileHash
  /** Passages were written, and what an earlier reading left is out of their way. */
  readonly onWritten: () => void
}

/**
 * Writes the text and the passages of a document as its parts come, the hash last. One that was read before stays what it was until its parts
 * have all come, and whatever they end with; then it takes them over, and what is found again keeps its vector.
 */
export async function writeDocument(writing: Writing): Promise<void> {
  const { db, work } = writing
  if (wasRead(db, work.documentId)) return await writeAgain(writing)
  const facts = await readParts(writing, {
    // The kind and the title come first: every passage is found by its title too.
    begin: (head) => work.commit({ ...head, content_hash: null }),
    put: (piece) => writePiece(writing, piece),
  })
  work.commit({ ...rowOf(facts), status: 'embedding' }, (tx) => putStructure(tx, work.documentId, facts))
}

async function writeAgain(writing: Writing): Promise<void> {
  const { db, work } = writing
  await dropPieces(db, work.documentId)
  try {
    const facts = await readParts(writing, {
      begin: () => {},
      async put(piece) {
        work.commit({}, (tx) => putNextPiece(tx, work.documentId, piece))
        await nextTurn()
      },
    })
    work.commit({}, (tx) => putNextReading(tx, work.documentId, facts))
  } catch (error) {
    await dropPieces(db, work.documentId)
    throw error
  }
  await takeOverReading(writing)
}

/** Of a reading that did not come to its end. */
const dropPieces = (db: Db, documentId: string): Promise<void> =>
  inTurns(
    (some) => db.transact(some, { freesSpace: true }),
    (tx) => removeNextPieces(tx, documentId, textsAtOnce),
  )

type Head = Pick<DocumentHead, 'kind' | 'title'>

interface Taker {
  /** Comes before the first piece. */
  begin(head: Head): void
  put(piece: NextPiece): Promise<void>
}

async function readParts({ parts, makerFor, file }: Writing, { begin, put }: Taker): Promise<ReadingFacts> {
  const read: Structure = { characters: 0, passages: 0, pages: [], headings: [] }
  let head: Head = { kind: 'text', title: null }
  let make: PassageMaker | undefined
  let warnings: readonly ParseWarning[] = []
  for await (const part of parts) {
    switch (part.part) {
      case 'head':
        head = { kind: part.kind, title: part.title }
        break
      case 'text': {
        if (make === undefined) begin(head)
        make ??= makerFor(head.title)
        const passages = await make(part)
        await put({ start: read.characters, text: part.text, passages })
        addStructure(read, part, passages)
        break
      }
      case 'end':
        warnings = part.warnings
    }
  }
  return { ...head, ...read, warnings: [...warnings], size_bytes: file.sizeBytes, content_hash: file.hash }
}

async function writePiece({ db, work, onWritten }: Writing, { start, text, passages }: NextPiece): Promise<void> {
  const { documentId } = work
  // The text comes with its first passages: one commit less for most documents.
  const commits = [...inCommits(passages)]
  for (const [index, some] of (commits.length > 0 ? commits : [[]]).entries()) {
    if (index > 0) await nextTurn()
    work.commit({}, (tx: WriteDb) => {
      if (index === 0) putTextPiece(tx, { documentId, start, text })
      addPassages(tx, some)
    })
    onWritten()
    await mergeWords(db)
  }
}

type Structure = Pick<ReadingFacts, 'characters' | 'passages' | 'pages' | 'headings'>

function addStructure(read: Structure, piece: DocumentPiece, passages: readonly PassageRow[]): void {
  const start = read.characters
  for (const page of piece.pages) addPage(read.pages, { ...page, start: start + page.start, end: start + page.end })
  read.headings.push(...piece.headings.map((heading) => ({ ...heading, start: start + heading.start })))
  read.characters += piece.text.length
  read.passages += passages.length
}

/** A page that went over the end of a piece is one page. */
function addPage(pages: DocumentPage[], page: DocumentPage): void {
  const last = pages.at(-1)
  if (last?.page === page.page) pages[pages.length - 1] = { ...last, end: page.end }
  else pages.push(page)
}
