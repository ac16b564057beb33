import type { DocumentsAsked } from '../../src-shared/api/chat.ts'
import { withSubject } from '../../src-shared/retrieval/with-subject.ts'
import { isUnavailable } from '../stores/pulse.ts'
import type { ChatDeps, FoundSource } from './chat-deps.ts'

/** The reference's `top_k`; more make small models slower and no better. */
const limit = 5

export interface FoundPassages {
  readonly sources: readonly FoundSource[]
  readonly documents: DocumentsAsked
  readonly isEmbedded: boolean
}

export interface Asked {
  readonly userId: string
  readonly message: string
  readonly useRag: boolean
  /** Questions before, oldest first, which this one may refer back to. */
  readonly earlier: readonly string[]
}

/** Embeds and retrieves. While the documents cannot be read the chat goes on without them, and the answer says so. */
export async function findPassages(
  { embedder, retrieve }: Pick<ChatDeps, 'embedder' | 'retrieve'>,
  { userId, message, useRag, earlier }: Asked,
  signal: AbortSignal,
): Promise<FoundPassages> {
  const nothing = { sources: [], isEmbedded: false }
  if (!useRag) return { ...nothing, documents: 'not_asked' }
  if (retrieve === undefined) return { ...nothing, documents: 'none' }
  const question = withSubject(message, earlier)
  try {
    const vector = await embedder?.embedQuery(question, signal)
    const { sources, isSearched } = await retrieve({ userId, question, vector, limit }, signal)
    return { sources, documents: isSearched ? 'searched' : 'none', isEmbedded: vector !== undefined }
  } catch (error) {
    if (!isUnavailable(error)) throw error
    return { ...nothing, documents: 'away' }
  }
}
