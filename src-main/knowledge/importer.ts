import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { knowledgeError } from '../../src-shared/desktop/knowledge.ts'
import { parserError } from '../../src-shared/engine/parser.ts'
import type { DocumentRow, ImportJobRow } from '../../src-shared/rows/knowledge.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { storeFault } from '../db/store-fault.ts'
import { documentWithContent, findDocument } from './documents.ts'
import { findJob, forgetFaults, putJob } from './import-jobs.ts'
import { createImportLoop } from './import-loop.ts'
import { createInbox, type Inbox } from './inbox.ts'
import type { KnowledgeDeps } from './knowledge-deps.ts'
import { createProgressFeed, type ProgressFeed } from './progress-feed.ts'
import { type FileToImport, fileAt, queueImport } from './queue-import.ts'
import { queueMissingVectors } from './stale-vectors.ts'
import { tellJob } from './tell-knowledge.ts'
import { isUnreadableForGood } from './unreadable-document.ts'
import { mostFiles, walkFiles } from './walk-files.ts'

export interface NewJob {
  readonly jobId: string
  readonly collectionId: string
}

export interface HandedFile {
  readonly name: string
  readonly bytes: Uint8Array
  /** What a new document is to be called by; minted here when absent. */
  readonly documentId?: string | undefined
}

/** Import jobs: queued as rows, worked through one document at a time, gone on with after a restart. */
export interface Importer extends AsyncDisposable {
  importPaths(job: NewJob, paths: readonly string[], signal: AbortSignal): Promise<ImportJobRow>
  importBytes(job: NewJob, file: HandedFile): Promise<ImportJobRow>
  /** Errors: `parser.unreadable` when it was handed over as bytes that nothing can read, which were not kept. */
  retry(document: DocumentRow): Promise<DocumentRow>
  stop(jobId: string): ImportJobRow
  resume(jobId: string): ImportJobRow
  /** A document or its job was removed or changed: what is in hand may have to be let go of. */
  rowsChanged(): void
  removeKeptBytes(documentId: string): Promise<void>
  /** Rows were queued elsewhere. */
  wake(): void
  /** Throws `knowledge.no_embedder`: without one, files could be read and never found. */
  assertReady(): void
  /** To be called once at the start: goes on with what an earlier run left. */
  recover(): Promise<void>
  /** Queues what has no vectors of the embedder in use, once it was changed. */
  embedMissing(): void
  /** Whether a document is being read for this embedder now. */
  isUsing(modelId: string): boolean
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>
  /** Nothing is read or written before `work` is done: it may put other rows in the place of these. */
  alone<T>(work: () => Promise<T>): Promise<T>
}

export function createImporter(deps: KnowledgeDeps): Importer {
  const { db, now, newId } = deps
  const inbox = createInbox(deps.inboxFolder)
  const feed = createProgressFeed(deps)
  const loop = createImportLoop({ ...deps, inbox, feed })

  async function queue({ jobId, collectionId }: NewJob, files: readonly FileToImport[]): Promise<ImportJobRow> {
    const job = await queueImport({ db, jobId, collectionId, at: now() }, files)
    loop.wake()
    return job
  }

  function setStatus(jobId: string, status: ImportJobRow['status']): ImportJobRow {
    const changed = changeJobStatus({ ...deps, feed }, jobId, status)
    loop.letGo()
    loop.wake()
    return changed
  }

  return {
    async importPaths(job, paths, signal) {
      requireEmbedder(deps)
      return queue(job, await filesOf(deps, paths, signal))
    },

    async importBytes(job, file) {
      requireEmbedder(deps)
      return queue(job, [await keptFile(deps, inbox, { ...file, collectionId: job.collectionId })])
    },

    async retry(document) {
      await requireReadable(deps, inbox, document)
      await queue({ jobId: newId(), collectionId: document.collection_id }, [fileOf(document)])
      return findDocument(db, document.id) ?? document
    },

    stop: (jobId) => setStatus(jobId, 'stopped'),
    resume: (jobId) => setStatus(jobId, 'running'),
    rowsChanged: () => loop.letGo(),
    assertReady: () => requireEmbedder(deps),
    removeKeptBytes: (documentId) => inbox.remove(documentId),

    async recover() {
      await inbox.sweep((id) => needsBytes(findDocument(db, id)))
      loop.wake()
    },

    embedMissing() {
      queueMissingVectors(deps)
      loop.wake()
    },

    ...{ wake: loop.wake, isUsing: loop.isUsing, idle: loop.idle, alone: loop.alone },

    async [Symbol.asyncDispose]() {
      await loop[Symbol.asyncDispose]()
      feed[Symbol.dispose]()
    },
  }
}

async function filesOf({ newId }: KnowledgeDeps, paths: readonly string[], signal: AbortSignal): Promise<FileToImport[]> {
  const { files, unreadable, closed, isCut } = await walkFiles(paths, signal)
  if (isCut) throw new AppError(knowledgeError.tooManyFiles, { limit: mostFiles })
  const [firstUnreadable] = unreadable
  if (files.length === 0 && firstUnreadable !== undefined) {
    throw new AppError(knowledgeError.unreadablePath, { name: basename(firstUnreadable), reason: 'missing' })
  }
  if (files.length === 0) throw new AppError(knowledgeError.nothingToImport)
  // What is missing, or may not be looked into, becomes a row as well, so that it is seen to have failed.
  const missing = [...new Set([...unreadable, ...closed])].map((path) => fileAt(path, 0, newId()))
  return [...files.map(({ path, sizeBytes }) => fileAt(path, sizeBytes, newId())), ...missing]
}

const fileOf = ({ id, path, name, size_bytes: sizeBytes }: DocumentRow): FileToImport => ({
  path,
  name,
  sizeBytes,
  documentId: id,
})

const needsBytes = (document: DocumentRow | undefined): boolean =>
  document?.path === null && document.status !== 'ready' && !(document.status === 'failed' && isUnreadableForGood(document.fault))

interface Handed extends HandedFile {
  readonly collectionId: string
}

/** What the collection has already, by name and content, is not kept a second time. */
async function keptFile(
  { db, newId }: KnowledgeDeps,
  inbox: Inbox,
  { collectionId, name, bytes, documentId: newDocumentId }: Handed,
): Promise<FileToImport> {
  const hash = createHash('sha256').update(bytes).digest('hex')
  const known = documentWithContent(db, { collectionId, name, hash })
  const documentId = known?.id ?? newDocumentId ?? newId()
  if (known === undefined) await keepBytes(inbox, documentId, bytes)
  return { path: null, name, sizeBytes: bytes.length, documentId }
}

interface StatusDeps extends Pick<KnowledgeDeps, 'db' | 'now'> {
  readonly feed: ProgressFeed
}

function changeJobStatus({ db, now, feed }: StatusDeps, jobId: string, status: ImportJobRow['status']): ImportJobRow {
  // Who hears that a job was stopped has heard what it did until then.
  feed.flush()
  return db.transact((tx) => {
    const job = findJob(tx, jobId)
    if (job === undefined) throw new AppError(knowledgeError.unknownJob, { id: jobId })
    if (job.status === 'done') return job
    if (status === 'running') forgetFaults(tx, jobId)
    const next = putJob(tx, { ...job, status, updated_at: now() })
    tellJob(tx, jobId, next)
    return next
  })
}

async function keepBytes(inbox: Inbox, documentId: string, bytes: Uint8Array): Promise<void> {
  try {
    await inbox.put(documentId, bytes)
  } catch (error) {
    throw storeFault(error)
  }
}

async function requireReadable(deps: KnowledgeDeps, inbox: Inbox, { id, path, fault }: DocumentRow): Promise<void> {
  requireEmbedder(deps)
  if (path === null && isUnreadableForGood(fault) && !(await inbox.has(id)))
    throw new AppError(parserError.unreadable, { reason: 'missing' })
}

/** Before anything is queued. */
function requireEmbedder({ embedderModel }: KnowledgeDeps): void {
  if (embedderModel() === undefined) throw new AppError(knowledgeError.noEmbedder)
}
