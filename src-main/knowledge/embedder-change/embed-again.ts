import { setImmediate as nextTurn } from 'node:timers/promises'
import { embedderError } from '../../../src-shared/engine/embedder.ts'
import { embeddingText } from '../../../src-shared/retrieval/embedding-text.ts'
import { passageRow } from '../../../src-shared/rows/knowledge.ts'
import { AppError, rpcError } from '../../../src-shared/rpc/errors.ts'
import type { Db, ReadDb, WriteDb } from '../../db/database.ts'
import { putVectors } from '../../db/put-vectors.ts'
import { removedCollections } from '../../db/removed-documents.ts'
import type { EmbedderModel, PassageEmbedder } from '../knowledge-deps.ts'
import type { OpenChange } from './change-row.ts'
import { addedTo, changeOver, isStill } from './settle-change.ts'

export interface EmbedAgainDeps {
  readonly db: Db
  readonly now: () => number
  /** Another than the one that questions wait for. */
  readonly embedder: Pick<PassageEmbedder, 'load' | 'embed'>
  /** The model with this id, when it can be used. */
  readonly installed: (id: string) => EmbedderModel | undefined
  /** Comes between two pieces of work; resolves when the next may begin. */
  readonly pace: (signal: AbortSignal) => Promise<void>
  /** Comes with every commit that brings it forward. */
  readonly onProgress: (tx: WriteDb) => void
}

/**
 * Gives every passage that the serving embedder finds a vector of the target, then changes over in the commit that proves there is
 * none without. It may end at any moment and goes on where it was. Errors: `embedderError`, `engineError`, `storeError`, `aborted`.
 */
export async function embedAgain(deps: EmbedAgainDeps, change: OpenChange, signal: AbortSignal): Promise<void> {
  const { db, now, embedder, installed } = deps
  const model = installed(change.target_id)
  if (model === undefined) throw new AppError(embedderError.missingFile, { path: change.target_id, file: 'config.json' })
  await embedder.load(model, signal)
  for (;;) {
    const added = addedTo(db, change.serving_id)
    await passOver(deps, change, signal)
    if (db.transact((tx) => changeOver(tx, { change, added }, now()))) return
  }
}

/** From the first passage to the last. What has its vector is passed by quickly. */
async function passOver(deps: EmbedAgainDeps, change: OpenChange, signal: AbortSignal): Promise<void> {
  for (let after: number | undefined = 0; after !== undefined; ) {
    await nextTurn(undefined, { signal })
    const { passages, last } = nextMissing(deps.db, change, after)
    if (passages.length > 0) await embedPassages(deps, { change, passages }, signal)
    after = last
  }
}

interface Piece {
  readonly change: OpenChange
  readonly passages: readonly MissingPassage[]
}

async function embedPassages(
  { db, embedder, pace, onProgress }: EmbedAgainDeps,
  { change, passages }: Piece,
  signal: AbortSignal,
): Promise<void> {
  await pace(signal)
  const texts = passages.map(({ title, name, heading, text }) => embeddingText({ title: title ?? name, heading, text }))
  const vectors = await Array.fromAsync(embedder.embed(texts, signal))
  db.transact((tx) => {
    if (!isStill(tx, change)) throw new AppError(rpcError.aborted)
    // A passage may be gone by now, and its number another's.
    const isThere = tx.prepare('SELECT 1 FROM passages WHERE rowid = ? AND id = ?')
    const rows = passages.flatMap(({ rowid, id }, at) =>
      vectors[at] === undefined || isThere.get(rowid, id) === undefined ? [] : [{ passage: rowid, vector: vectors[at] }],
    )
    putVectors(tx, change.target_id, rows)
    onProgress(tx)
  })
}

interface MissingPassage {
  readonly rowid: number
  readonly id: string
  readonly heading: string[]
  readonly text: string
  readonly title: string | null
  readonly name: string
}

/** What a kill can cost. */
const passagesPerCommit = 16
/** Looked through at once: some milliseconds. */
const passagesPerLook = 512

/** The next passages behind row `after` that only the serving embedder finds, and the row that was looked to; undefined at the end. */
function nextMissing(db: ReadDb, { serving_id, target_id }: OpenChange, after: number) {
  const end = db
    .prepare<[number, number], number>('SELECT rowid FROM passages WHERE rowid > ? ORDER BY rowid LIMIT 1 OFFSET ?')
    .pluck()
    .get(after, passagesPerLook - 1)
  const passages = db
    .prepare<[object], Omit<MissingPassage, 'heading'> & { heading: string }>(missing)
    .all({ after, end: end ?? Number.MAX_SAFE_INTEGER, serving: serving_id, target: target_id })
    .map((row): MissingPassage => ({ ...row, heading: passageRow.shape.heading.parse(row.heading) }))
  return { passages, last: passages.length === passagesPerCommit ? passages.at(-1)?.rowid : end }
}

const vectorOf = (embedder: string): string =>
  `(SELECT 1 FROM vectors WHERE id = ((SELECT id FROM vector_spaces WHERE embedder_id = @${embedder}) << 40) + passages.rowid)`

const missing = `
  SELECT passages.rowid, passages.id, heading, text, documents.title, documents.name
  FROM passages JOIN documents ON documents.id = document_id
  WHERE passages.rowid > @after AND passages.rowid <= @end AND EXISTS ${vectorOf('serving')} AND NOT EXISTS ${vectorOf('target')}
    AND collection_id NOT IN ${removedCollections}
  ORDER BY passages.rowid LIMIT ${passagesPerCommit}
`
