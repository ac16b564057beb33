import { type Document, type DocumentBody, type DocumentWithPassages, mostPassages } from '../../src-shared/api/knowledge.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { DocumentHead, DocumentKey, DocumentPage, KnowledgeMetadata } from '../stores/knowledge-store.ts'
import { embedPassages } from './embed-passages.ts'
import type { KnowledgeDeps } from './knowledge-deps.ts'
import { placeOf, readPlace } from './list-cursor.ts'

export interface Putting {
  readonly key: DocumentKey
  readonly body: DocumentBody
  /** Nobody else knows the id. */
  readonly isNewId: boolean
}

/** Whole, in the place of what had its id. Errors: as `embedPassages`, `STORE_UNAVAILABLE`, `UNAUTHENTICATED`. */
export async function putDocument(deps: KnowledgeDeps, { key, body, isNewId }: Putting, signal: AbortSignal): Promise<Document> {
  const { knowledge, now, onChanged } = deps
  const { content, passages: givenPassages, embedding_model, ...facets } = body
  const given = { content, passages: givenPassages, embedding_model }
  const passages = await embedPassages(deps, { key, given, most: mostPassages }, signal)
  const { model: embedder } = await deps.findSpace(signal)
  const at = new Date(now())
  const before = isNewId ? undefined : await knowledge.findDocument(key)
  const metadata = { ...facets, created_at: before?.metadata.created_at ?? at, updated_at: at }
  const { length: passage_count } = passages
  await knowledge.putDocument({ ...key, embedder, metadata, passages }).catch(async (cause: unknown) => {
    // A part of it may be there.
    if (!(await deps.hasAccount(key.user_id).catch(() => true))) await takeBack(deps, key.user_id)
    throw cause
  })
  const hasAccount = await deps.hasAccount(key.user_id).catch(async (cause: unknown) => {
    // It is refused and will be sent again under another id. Under one of the client's there may be what others have put meanwhile.
    if (isNewId) await knowledge.deleteDocument(key).catch(() => undefined)
    throw cause
  })
  if (!hasAccount) await takeBack(deps, key.user_id)
  onChanged(key.user_id)
  return shown({ ...key, embedder, metadata, passage_count })
}

/** The account was erased while the document was read: nobody would look for what came after that. */
async function takeBack({ knowledge }: KnowledgeDeps, userId: string): Promise<never> {
  await knowledge.deleteUser(userId)
  throw new AppError('UNAUTHENTICATED')
}

export async function listDocuments(
  { knowledge }: KnowledgeDeps,
  userId: string,
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
): Promise<{ items: Document[]; next: string | null }> {
  const page: DocumentPage = await knowledge.listDocuments(userId, { limit, after: readPlace(after) })
  return { items: page.documents.map(shown), next: page.next === undefined ? null : placeOf(page.next) }
}

/** Errors: `NOT_FOUND`. */
export async function readDocument({ knowledge }: KnowledgeDeps, key: DocumentKey): Promise<DocumentWithPassages> {
  const found = await knowledge.readDocument(key)
  if (found === undefined) throw new AppError('NOT_FOUND')
  return {
    ...shown(found.head),
    passages: found.passages.map(({ position, content, usage_stats: { last_accessed, ...stats } }) => ({
      ...{ position, content },
      usage_stats: {
        ...stats,
        last_accessed: last_accessed?.toISOString() ?? null,
        relevance_scores: [...stats.relevance_scores],
      },
    })),
  }
}

/** Errors: `NOT_FOUND`. */
export async function deleteDocument({ knowledge, onChanged }: KnowledgeDeps, key: DocumentKey): Promise<void> {
  if (!(await knowledge.deleteDocument(key))) throw new AppError('NOT_FOUND')
  onChanged(key.user_id)
}

const shown = ({ document_id, embedder, passage_count, metadata }: Omit<DocumentHead, 'revision'>): Document => ({
  ...{ document_id, embedding_model: embedder, passage_count },
  metadata: metadataShown(metadata),
})

const metadataShown = ({ tags, created_at, updated_at, ...metadata }: KnowledgeMetadata) => ({
  ...metadata,
  ...{ tags: [...tags], created_at: created_at.toISOString(), updated_at: updated_at.toISOString() },
})
