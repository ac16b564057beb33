import { knowledgeError } from '../../src-shared/desktop/knowledge.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import { createDocumentWork, type DocumentWork, type DocumentWorkDeps } from './document-work.ts'
import type { NextDocument } from './import-jobs.ts'
import type { Inbox } from './inbox.ts'
import type { EmbedderModel, KnowledgeDeps } from './knowledge-deps.ts'
import { readDocument } from './read-document.ts'
import { type Reading, type ReadOutcome, startReading } from './reading.ts'
import { sweepReadings } from './take-over-reading.ts'

export interface BeginDeps extends KnowledgeDeps, DocumentWorkDeps {
  readonly inbox: Inbox
}

/** A document in hand: it is being read, or was, whether it is its turn to be embedded or that of the one before. */
export interface BegunDocument {
  readonly work: DocumentWork
  readonly reading: Reading
  readonly modelId: string | undefined
  /** Ends what is being done for it. */
  readonly signal: AbortSignal
  /** It is as it was, and comes again if it is still to be read. */
  letGo(): void
  isLetGo(): boolean
  /** What is done for it ends because some of it failed. */
  fail(): void
}

export function beginDocument(deps: BeginDeps, { jobId, document }: NextDocument, disposed: AbortSignal): BegunDocument {
  const letGo = new AbortController()
  const failed = new AbortController()
  const signal = AbortSignal.any([letGo.signal, failed.signal, disposed])
  const work = createDocumentWork(deps, jobId, document.id)
  return {
    ...{ work, signal, modelId: deps.embedderModel()?.id },
    reading: startReading((onWritten) => read(deps, { work, onWritten }, signal)),
    letGo: () => letGo.abort(new AppError(rpcError.aborted)),
    isLetGo: () => letGo.signal.aborted || disposed.aborted,
    fail: () => failed.abort(new AppError(rpcError.aborted)),
  }
}

interface ToRead {
  readonly work: DocumentWork
  readonly onWritten: () => void
}

async function read(deps: BeginDeps, { work, onWritten }: ToRead, signal: AbortSignal): Promise<ReadOutcome> {
  await deps.pace(work.jobId, signal)
  const { max_tokens: maxTokens } = await deps.embedder.load(modelInUse(deps), signal)
  if (work.current().status === 'embedding') {
    await sweepReadings(deps.db, work.documentId)
    return 'read'
  }
  return await readDocument({ ...deps, maxTokens, onWritten }, work, signal)
}

/** Throws `knowledge.no_embedder`. */
export function modelInUse({ embedderModel }: Pick<KnowledgeDeps, 'embedderModel'>): EmbedderModel {
  const model = embedderModel()
  if (model === undefined) throw new AppError(knowledgeError.noEmbedder)
  return model
}
