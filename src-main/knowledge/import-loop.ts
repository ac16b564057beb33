import { storeError } from '../../src-shared/desktop/app.ts'
import { knowledgeError } from '../../src-shared/desktop/knowledge.ts'
import { embedderError } from '../../src-shared/engine/embedder.ts'
import { engineError } from '../../src-shared/engine/lifecycle.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import { createDocumentWork, type DocumentWork, type DocumentWorkDeps } from './document-work.ts'
import { journalDocument } from './documents.ts'
import { embedDocument } from './embed-document.ts'
import { emptyJobs, findJob, type NextDocument, nextDocument, putJob } from './import-jobs.ts'
import type { Inbox } from './inbox.ts'
import type { KnowledgeDeps } from './knowledge-deps.ts'
import { readDocument } from './read-document.ts'
import { isUnreadableForGood } from './unreadable-document.ts'
import { createWokenLoop } from './woken-loop.ts'

/** Works through the documents of running jobs, one at a time, until there are none or it is disposed. */
export interface ImportLoop extends AsyncDisposable {
  /** There may be something to do. */
  wake(): void
  /** Lets go of the document in hand if it is not this job's any more, or gone. */
  letGo(): void
  /** Whether a document is in hand that is read for this embedder. */
  isUsing(modelId: string): boolean
  /** Resolves when nothing is in hand and nothing waits. */
  idle(): Promise<void>
  /** Lets go of the document in hand, and takes none before `work` is done: the rows may be others then. */
  alone<T>(work: () => Promise<T>): Promise<T>
}

export interface ImportLoopDeps extends KnowledgeDeps, DocumentWorkDeps {
  readonly inbox: Inbox
}

/** Between two attempts to go on after a fault that could not even be written down. */
const pauseMs = 5000

export function createImportLoop(deps: ImportLoopDeps): ImportLoop {
  const { db, embedderModel, onFault } = deps
  const disposed = new AbortController()
  let holders = 0
  const isHeld = (): boolean => disposed.signal.aborted || holders > 0
  let inHand:
    | { readonly work: DocumentWork; readonly controller: AbortController; readonly modelId: string | undefined }
    | undefined
  // A fault that escapes (a full disk) ends the work; the rows are as they were, and it goes on when there is room again.
  const { wake, idle } = createWokenLoop({ work, onFault: (error) => onFault('import', error), ended: disposed.signal, pauseMs })

  async function work(): Promise<void> {
    while (!isHeld()) {
      const next = nextDocument(db)
      if (next === undefined) break
      await take(next)
    }
    if (!isHeld()) closeEmptyJobs(deps)
  }

  async function take(next: NextDocument): Promise<void> {
    const controller = new AbortController()
    const work = createDocumentWork(deps, next.jobId, next.document.id)
    inHand = { work, controller, modelId: embedderModel()?.id }
    await workOn(deps, work, { letGo: controller.signal, disposed: disposed.signal })
    inHand = undefined
    if (!isHeld()) closeEmptyJobs(deps)
  }

  return {
    wake,
    letGo() {
      if (inHand !== undefined && !isStillOurs(inHand.work)) inHand.controller.abort(new AppError(rpcError.aborted))
    },
    isUsing: (modelId) => inHand?.modelId === modelId,
    idle,
    async alone(work) {
      holders += 1
      inHand?.controller.abort(new AppError(rpcError.aborted))
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

interface Ends {
  readonly letGo: AbortSignal
  readonly disposed: AbortSignal
}

async function workOn(deps: ImportLoopDeps, work: DocumentWork, { letGo, disposed }: Ends): Promise<void> {
  try {
    await importDocument(deps, work, AbortSignal.any([letGo, disposed]))
  } catch (error) {
    // What was let go of is as it was, and comes again if it is still to be read.
    if (!disposed.aborted && !letGo.aborted) await settleFault(deps, work, error)
  }
}

async function importDocument(deps: ImportLoopDeps, work: DocumentWork, signal: AbortSignal): Promise<void> {
  await deps.pace(work.jobId, signal)
  const model = deps.embedderModel()
  if (model === undefined) throw new AppError(knowledgeError.noEmbedder)
  const { max_tokens: maxTokens } = await deps.embedder.load(model, signal)
  const outcome = work.current().status === 'embedding' ? 'read' : await readDocument({ ...deps, maxTokens }, work, signal)
  const embedded = await embedDocument(deps, { work, embedderId: model.id }, signal)
  // It still waits for its vectors, and comes next again.
  if (embedded === undefined) return
  const isUnchanged = outcome === 'unchanged' && embedded === 0
  work.finish({ status: 'ready', fault: null }, isUnchanged ? { done: 1, unchanged: 1 } : { done: 1 }, (tx, document) => {
    if (!isUnchanged) journalDocument(tx, document)
  })
  await deps.inbox.remove(work.documentId)
}

/** A fault of the file fails the file; one of the embedder or the disk stops the job, for it would fail every file alike. */
async function settleFault({ now, feed, inbox, onFault }: ImportLoopDeps, work: DocumentWork, error: unknown): Promise<void> {
  if (!isStillOurs(work)) return
  const fault = error instanceof AppError ? { code: error.code, data: error.data } : { code: rpcError.internal }
  if (!(error instanceof AppError)) onFault('import', error)
  if (!stopsEverything.has(fault.code)) {
    work.finish({ status: 'failed', fault }, { failed: 1 })
    if (isUnreadableForGood(fault)) await inbox.remove(work.documentId)
    return
  }
  work.commit({ fault }, (tx) => {
    const job = findJob(tx, work.jobId)
    if (job !== undefined) putJob(tx, { ...job, status: 'stopped', updated_at: now() })
  })
  feed.jobChanged(work.jobId)
  feed.flush()
}

const stopsEverything = new Set<string>([
  knowledgeError.noEmbedder,
  ...Object.values(embedderError),
  storeError.diskFull,
  storeError.readOnly,
  storeError.busy,
  engineError.crashLoop,
  engineError.couldNotStart,
])

function isStillOurs(work: DocumentWork): boolean {
  try {
    work.current()
    return true
  } catch {
    return false
  }
}

function closeEmptyJobs({ db, now, feed }: ImportLoopDeps): void {
  const empty = emptyJobs(db)
  if (empty.length === 0) return
  db.transact((tx) => {
    for (const job of empty) putJob(tx, { ...job, status: 'done', updated_at: now() })
  })
  for (const { id } of empty) feed.jobChanged(id)
  feed.flush()
}
