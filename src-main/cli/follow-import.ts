import type { DocumentRow, ImportJobRow } from '../../src-shared/rows/knowledge.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import { allDocuments } from './all-documents.ts'
import type { Api, CommandContext } from './command-context.ts'
import { isOver } from './files-left.ts'
import { bar, timeLeft } from './progress-bar.ts'

export interface ImportOrder {
  readonly job_id: string
  readonly collection_id: string
  readonly paths: string[]
}

export interface FollowedImport {
  /** `stopped` by Ctrl-C, or by a fault that every file would meet. */
  readonly job: ImportJobRow
  /** Those that the job was about. */
  readonly documents: readonly DocumentRow[]
}

/** Imports and shows how far it is, until it is done. Ctrl-C stops the job; what was read stays. Errors: `documents.import`'s. */
export async function followImport(context: CommandContext, api: Api, order: ImportOrder): Promise<FollowedImport> {
  const { output, interrupt } = context
  const watching = new AbortController()
  // Before the job begins, so that no change of it is missed.
  const heard = new Set<string>()
  const ended = jobEnd(api, { order, heard, signal: watching.signal }, output.progress)
  try {
    await api.documents.import(order, interrupt.signal)
    const stop = (): void => void api.documents.stopJob({ id: order.job_id }).catch(() => undefined)
    interrupt.signal.addEventListener('abort', stop, { once: true })
    if (interrupt.signal.aborted) stop()
    const job = await ended
    return { job, documents: await documentsOf(api, job, heard) }
  } finally {
    watching.abort()
    output.progress(null)
    // When the import itself was refused, nobody waits for its end.
    ended.catch(() => undefined)
  }
}

interface WatchedJob {
  readonly order: ImportOrder
  /** Gets the ids of the documents that become something in the meantime: those of a job are told before its end. */
  readonly heard: Set<string>
  readonly signal: AbortSignal
}

async function jobEnd(api: Api, { order, heard, signal }: WatchedJob, progress: (text: string) => void): Promise<ImportJobRow> {
  const startedAt = performance.now()
  for await (const { table, id, row } of api.changes.watch(undefined, signal)) {
    if (table === 'documents' && row?.collection_id === order.collection_id) heard.add(id)
    if (table !== 'import_jobs' || id !== order.job_id || !row) continue
    const finished = row.done + row.failed
    if (row.status !== 'running') return row
    const left = timeLeft({ tookMs: performance.now() - startedAt, finished, total: row.total })
    progress(bar('Importing', finished / Math.max(1, row.total), `${finished} of ${row.total} files${left}`))
  }
  throw new AppError(rpcError.disconnected)
}

/** What was told of while the job ran and, where it did not come to its end, what still waits. */
async function documentsOf(api: Api, job: ImportJobRow, heard: ReadonlySet<string>): Promise<DocumentRow[]> {
  const all = await allDocuments(api, job.collection_id)
  return all.filter((document) => heard.has(document.id) || (job.status !== 'done' && !isOver(document)))
}
