import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Db, WriteDb } from '../db/database.ts'
import { indexNamePiece, nextRenamed } from './index-name.ts'
import { mergeWords } from './merge-words.ts'
import { isHiding, nextRemoved, removePiece, stopHiding } from './remove-document.ts'
import { createWokenLoop } from './woken-loop.ts'

export interface ChoreDeps {
  readonly db: Db
  readonly onFault: (stage: string, error: unknown) => void
}

/**
 * What is left to do for large documents that were removed or renamed, in commits that hold nothing up. What a process left that
 * ended in between is gone on with by the next one.
 */
export interface DocumentChores extends AsyncDisposable {
  /** Rows were put in the place of others. */
  wake(): void
  /** Resolves when nothing is left. */
  idle(): Promise<void>
  /** Nothing is written before `work` is done. */
  alone<T>(work: () => Promise<T>): Promise<T>
}

/** More than a million passages take. */
const mostRounds = 1000

/** Between two attempts after a fault: a full disk. */
const pauseMs = 5000

export function createDocumentChores({ db, onFault }: ChoreDeps): DocumentChores {
  const ended = new AbortController()
  const { wake, idle, isHeld, alone } = createWokenLoop({
    work,
    onFault: (error) => onFault('documents.chores', error),
    ended: ended.signal,
    pauseMs,
  })
  const unwatch = db.watch((changes) => {
    if (changes.some(({ table }) => table === 'documents' || table === 'attachments')) wake()
  })

  async function work(): Promise<void> {
    for (let chore = nextChore(db); chore !== undefined && !isHeld(); chore = nextChore(db)) {
      db.transact(chore, { freesSpace: true })
      await nextTurn()
      if (!isHeld()) await mergeWords(db)
    }
    // Moves and small renames leave words to be merged too, and nobody else comes round after them.
    for (let rounds = 0; rounds < mostRounds && !isHeld() && (await mergeWords(db)); rounds++);
  }

  return {
    wake,
    idle,
    alone,
    async [Symbol.asyncDispose]() {
      ended.abort()
      unwatch()
      await idle()
    },
  }
}

function nextChore(db: Db): ((tx: WriteDb) => void) | undefined {
  const removed = nextRemoved(db)
  if (removed !== undefined) return (tx) => removePiece(tx, removed)
  if (isHiding(db)) return stopHiding
  const renamed = nextRenamed(db)
  return renamed && ((tx) => indexNamePiece(tx, renamed))
}
