import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Db, ReadDb, WriteDb } from '../db/database.ts'
import type { DocumentWork } from './document-work.ts'
import { inTurns, type Step } from './in-turns.ts'
import { beginNameAgain } from './index-name.ts'
import { putStructure, removeTextPieces } from './kept-text.ts'
import { textsAtOnce } from './large-document.ts'
import { mergeWords } from './merge-words.ts'
import { findNextReading, nextPieceBehind, type ReadingFacts, removeNextPieces, removeNextReading } from './next-reading.ts'
import { addPassages, addPassagesAhead, hasPassage, movePassage, removeSetAside, setPassagesAside } from './passages.ts'
import { inCommits } from './passages-per-commit.ts'

/** Of rows that are moved or removed. */
const rowsPerCommit = 500

export interface TakingOver {
  readonly db: Db
  readonly work: DocumentWork
  /** The document's passages are those of the reading. */
  readonly onWritten: () => void
}

/**
 * Has a document take over what was read of it whole. Until then it is found as it was: what is added is out of everybody's sight, and
 * then all changes places, at once or, where there is much of it, within some moments. Ended at any point, it is done again from here. False
 * when there is none.
 */
export async function takeOverReading({ db, work, onWritten }: TakingOver): Promise<boolean> {
  const { documentId } = work
  const facts = findNextReading(db, documentId)
  if (facts === undefined) return false
  // Every passage is found by the title too.
  work.commit({ kind: facts.kind, title: facts.title }, (tx) => beginNameAgain(tx, documentId))
  await addAhead(db, work)
  await changePlaces(db, work, facts)
  onWritten()
  await sweepReadings(db, documentId)
  return true
}

/** What is not among the passages yet. Most of the work: their words are indexed. */
async function addAhead(db: Db, { documentId, commit }: DocumentWork): Promise<void> {
  let after = -1
  for (let piece = nextPieceBehind(db, documentId, after); piece; piece = nextPieceBehind(db, documentId, after)) {
    after = piece.start
    for (const some of inCommits(piece.passages.filter(({ id }) => !hasPassage(db, id)))) {
      commit({}, (tx) => addPassagesAhead(tx, some))
      await mergeWords(db)
      await nextTurn()
    }
  }
}

/** Nobody stops this in the middle: the document would be partly one and partly the other. */
async function changePlaces(db: Db, work: DocumentWork, facts: ReadingFacts): Promise<void> {
  const { documentId } = work
  const steps = stepsOf(documentId, facts)
  const isAtOnce = !isMore(db, documentId)
  if (!isAtOnce) for (const step of steps) await inTurns((some) => db.transact(some), step)
  work.commit({ ...rowOf(facts), status: 'embedding' }, (tx) => {
    if (isAtOnce) for (const step of steps) while (step(tx));
    removeNextReading(tx, documentId)
  })
}

/** Each may be done again after any of those behind it. */
function stepsOf(documentId: string, facts: ReadingFacts): readonly Step[] {
  return [
    (tx) => setPassagesAside(tx, documentId, rowsPerCommit),
    placingPassages(documentId),
    (tx) => removeTextPieces(tx, documentId, textsAtOnce),
    placingTexts(documentId),
    (tx) => {
      putStructure(tx, documentId, facts)
      return false
    },
  ]
}

function placingPassages(documentId: string): Step {
  let after = -1
  return (tx) => {
    const piece = nextPieceBehind(tx, documentId, after)
    if (piece === undefined) return false
    after = piece.start
    addPassages(
      tx,
      piece.passages.filter((passage) => !movePassage(tx, passage)),
    )
    return true
  }
}

function placingTexts(documentId: string): Step {
  let after = -1
  return (tx: WriteDb) => {
    const placed = tx
      .prepare<[string, number, number], number>(`
        INSERT INTO document_texts (document_id, start, text, pages, headings)
        SELECT document_id, start, text, '[]', '[]' FROM next_texts WHERE document_id = ? AND start > ? ORDER BY start LIMIT ?
        RETURNING start`)
      .pluck()
      .all(documentId, after, textsAtOnce)
    after = Math.max(after, ...placed)
    return placed.length === textsAtOnce
  }
}

/** What of it the document's row tells. */
export const rowOf = ({ headings: _, pages, ...facts }: ReadingFacts) => ({ ...facts, pages: pages.at(-1)?.page ?? null })

/** Whether the document, as it is or as it will be, is more than one commit should change. */
const isMore = (db: ReadDb, documentId: string): boolean =>
  db.prepare('SELECT 1 FROM passages WHERE document_id = ? LIMIT 1 OFFSET ?').get(documentId, rowsPerCommit) !== undefined ||
  ['document_texts', 'next_texts'].some(
    (table) =>
      db.prepare(`SELECT 1 FROM ${table} WHERE document_id = ? LIMIT 1 OFFSET ?`).get(documentId, textsAtOnce) !== undefined,
  )

/** Removes what a reading left beside the document. To be called where it is what its file is. */
export async function sweepReadings(db: Db, documentId: string): Promise<void> {
  if (!isLeft(db, documentId)) return
  const commit = (some: (tx: WriteDb) => void): void => db.transact(some, { freesSpace: true })
  await inTurns(commit, (tx) => removeSetAside(tx, documentId, rowsPerCommit))
  await inTurns(commit, (tx) => removeNextPieces(tx, documentId, textsAtOnce))
}

const isLeft = (db: ReadDb, id: string): boolean =>
  db
    .prepare<[object], number>(`
      SELECT EXISTS (SELECT 1 FROM next_texts WHERE document_id = @id)
        OR EXISTS (SELECT 1 FROM passages WHERE document_id = @id AND position < 0)`)
    .pluck()
    .get({ id }) === 1
