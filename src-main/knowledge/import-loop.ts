import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import { type BeginDeps, type BegunDocument, beginDocument } from './begin-document.ts'
import { importDocument } from './import-document.ts'
import { emptyJobs, type NextDocument, nextDocument, putJob } from './import-jobs.ts'
import { isStillOurs, settleFault } from './settle-fault.ts'
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
  let holders = 0
  const isHeld = (): boolean => disposed.signal.aborted || holders > 0
  let inHand: BegunDocument | undefined
  let ahead: BegunDocument | undefined
  // A fault that escapes (a full disk) ends the work; the rows are as they were, and it goes on when there is room again.
  const { wake, idle } = createWokenLoop({ work, onFault: (error) => onFault('import', error), ended: disposed.signal, pauseMs })

  async function work(): Promise<void> {
    try {
      for (let next = toTake(); next !== undefined; next = toTake()) await take(next)
    } finally {
      await dropAhead()
    }
    if (!isHeld()) closeEmptyJobs(deps)
  }

  const toTake = (): NextDocument | undefined => (isHeld() ? undefined : nextDocument(db))

  async function take(next: NextDocument): Promise<void> {
    const begun = await takeOver(next)
    if (begun === undefined) return
    inHand = begun
    begun.reading.done.then(lookAhead, () => undefined).catch((error: unknown) => onFault('import', error))
    try {
      await importDocument(deps, begun)
    } catch (error) {
      if (!begun.isLetGo()) await settleFault(deps, begun.work, error)
    } finally {
      inHand = undefined
    }
    if (!isHeld()) closeEmptyJobs(deps)
  }

  /** The one that is being read ahead if it is this one; else it is begun now, unless all is held meanwhile. */
  async function takeOver(next: NextDocument): Promise<BegunDocument | undefined> {
    if (ahead !== undefined && isUpToDate(ahead, next)) {
      const begun = ahead
      ahead = undefined
      return begun
    }
    await dropAhead()
    return isHeld() ? undefined : beginDocument(deps, next, disposed.signal)
  }

  /** The next document is read as soon as the one in hand is. */
  function lookAhead(): void {
    if (isHeld() || ahead !== undefined || inHand === undefined || !inHand.reading.isOver()) return
    const next = nextDocument(db, inHand.work.documentId)
    if (next !== undefined && next.document.status !== 'embedding') ahead = beginDocument(deps, next, disposed.signal)
  }

  async function dropAhead(): Promise<void> {
    const dropped = ahead
    ahead = undefined
    dropped?.letGo()
    await dropped?.reading.done.catch(() => undefined)
  }

  const begun = (): readonly BegunDocument[] => [inHand, ahead].filter((each) => each !== undefined)

  return {
    wake() {
      wake()
      lookAhead()
    },
    letGo() {
      for (const each of begun()) if (!isStillOurs(each.work)) each.letGo()
    },
    isUsing: (modelId) => begun().some((each) => each.modelId === modelId),
    idle,
    async alone(work) {
      holders += 1
      for (const each of begun()) each.letGo()
      await idle()
      try {
        return await work()
      } finally {
        holders -= 1
        wake()
      }
    },
    async [Symbol.asyncDispose]() {
      disposed.abort(new AppError(rpcError.aborted))
      await idle()
    },
  }
}

/** Not so when something else has become more urgent, or it was queued once more since it was read. */
const isUpToDate = ({ work, reading, isLetGo }: BegunDocument, { document, jobId }: NextDocument): boolean =>
  work.documentId === document.id && work.jobId === jobId && !isLetGo() && !(reading.isOver() && document.status === 'waiting')

function closeEmptyJobs({ db, now, feed }: BeginDeps): void {
  const empty = emptyJobs(db)
  if (empty.length === 0) return
  db.transact((tx) => {
    for (const job of empty) putJob(tx, { ...job, status: 'done', updated_at: now() })
  })
  for (const { id } of empty) feed.jobChanged(id)
  feed.flush()
}
