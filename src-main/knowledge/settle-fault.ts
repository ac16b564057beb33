import { storeError } from '../../src-shared/desktop/app.ts'
import { knowledgeError } from '../../src-shared/desktop/knowledge.ts'
import { embedderError } from '../../src-shared/engine/embedder.ts'
import { engineError } from '../../src-shared/engine/lifecycle.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import type { BeginDeps } from './begin-document.ts'
import type { DocumentWork } from './document-work.ts'
import { findJob, putJob } from './import-jobs.ts'
import { isUnreadableForGood } from './unreadable-document.ts'
import { isOfAwayFolder } from './watch/can-be-read.ts'

/** A fault of the file fails the file; one of the embedder, the disk or a drive that is away stops the job, for it would fail every file alike. */
export async function settleFault(
  { db, now, feed, inbox, onFault }: BeginDeps,
  work: DocumentWork,
  error: unknown,
): Promise<void> {
  const fault = error instanceof AppError ? { code: error.code, data: error.data } : { code: rpcError.internal }
  const isOfAll = stopsEverything(fault) || (await isOfAwayFolder(db, work.jobId, fault))
  if (!isStillOurs(work)) return
  if (!(error instanceof AppError)) onFault('import', error)
  if (!isOfAll) {
    const isDone = work.finish({ status: 'failed', fault }, { failed: 1 })
    if (isDone && isUnreadableForGood(fault)) await inbox.remove(work.documentId)
    return
  }
  work.commit({ fault }, (tx) => {
    const job = findJob(tx, work.jobId)
    if (job !== undefined) putJob(tx, { ...job, status: 'stopped', updated_at: now() })
  })
  feed.jobChanged(work.jobId)
  feed.flush()
}

export function isStillOurs(work: DocumentWork): boolean {
  try {
    work.current()
    return true
  } catch {
    return false
  }
}

const stopsEverything = ({ code, data }: { readonly code: string; readonly data?: unknown }): boolean =>
  stopping.has(code) || isOfLoading(data)

const stopping = new Set<string>([
  knowledgeError.noEmbedder,
  ...Object.values(embedderError),
  storeError.diskFull,
  storeError.readOnly,
  storeError.busy,
  engineError.crashLoop,
  engineError.couldNotStart,
])

/** A model that ends its process while it is loaded does so whatever the file. */
const isOfLoading = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && 'stage' in data && data.stage === 'load'
