import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import type { BeginDeps } from './begin-document.ts'
import { createDocumentsInHand } from './documents-in-hand.ts'
import { emptyJobs, type NextDocument, nextDocument, putJob } from './import-jobs.ts'
import { isStillOurs } from './settle-fault.ts'
import { createWokenLoop } from './woken-loop.ts'

/**
 * Works through the documents of running jobs until there are none or it is disposed: one is embedded, and when it is read the next
 * one is read meanwhile, never more.
 */
export interface ImportLoop extends AsyncDisposable {
  /** There may be something to do. */
  wake(): void
  /** Lets go of what is in hand and not its job's any more, or gone. */
  letGo(): void
  /** Whether a document is in hand that is read for this embedder. */
  isUsing(modelId: string): boolean
  /** Resolves when nothing is in hand and nothing waits. */
  idle(): Promise<void>
  /** Lets go of what is in hand, and takes nothing before `work` is done: the rows may be others then. */
  alone<T>(work: () => Promise<T>): Promise<T>
}

/** Between two attempts to go on after a fault that could not even be written down. */
const pauseMs = 5000

export function createImportLoop(deps: BeginDeps): ImportLoop {
  const { db, onFault } = deps
  const disposed = new AbortController()
  // A fault that escapes (a full disk) ends the work; the rows are as they were, and it goes on when there is room again.
  const { wake, idle, isHeld, alone } = createWokenLoop({
    ...{ work, pauseMs, letGo: dropAll, ended: disposed.signal },
    onFault: (error) => onFault('import', error),
  })
  const hands = createDocumentsInHand(deps, { isHeld, disposed: disposed.signal })
  const toTake = (): NextDocument | undefined => (isHeld() ? undefined : nextDocument(db))

  async function work(): Promise<void> {
    try {
      for (let next = toTake(); next !== undefined; next = toTake()) {
        await hands.take(next)
        if (!isHeld()) closeEmptyJobs(deps)
      }
    } finally {
      await hands.dropAhead()
    }
    if (!isHeld()) closeEmptyJobs(deps)
  }

  function dropAll(): void {
    for (const each of hands.all()) each.letGo()
  }

  return {
    wake() {
      wake()
      hands.lookAhead()
    },
    letGo() {
      for (const each of hands.all()) if (!isStillOurs(each.work)) each.letGo()
    },
    isUsing: (modelId) => hands.all().some((each) => each.modelId === modelId),
    idle,
    alone,
    async [Symbol.asyncDispose]() {
      disposed.abort(new AppError(rpcError.aborted))
      await idle()
    },
  }
}

function closeEmptyJobs({ db, now, feed }: BeginDeps): void {
  const empty = emptyJobs(db)
  if (empty.length === 0) return
  db.transact((tx) => {
    for (const job of empty) putJob(tx, { ...job, status: 'done', updated_at: now() })
  })
  for (const { id } of empty) feed.jobChanged(id)
  feed.flush()
}
