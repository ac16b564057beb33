import type { SearchAnswer, SearchQuery, SearchResult } from '../../src-shared/desktop/search.ts'
import type { SearchNote, Source, Timings } from '../../src-shared/rows/message.ts'
import type { ChatDeps } from './chat-deps.ts'

/** Passages a prompt is built from; more make small models slower and no better. */
const passages = 5

/** A longer question says what it is about well before its end. */
const longestQuery = 10_000

export interface FoundSources {
  readonly sources: readonly Source[]
  readonly search: SearchNote
  /** Of a search that took place. */
  readonly timings: Pick<Timings, 'embed' | 'retrieve'>
}

interface Asked {
  readonly question: string
  readonly collectionIds: readonly string[]
  /** The question whose attachments are read from their beginning when nothing in them is near; null reads none. */
  readonly attachedTo: string | null
}

/** What the documents of these collections say to a question; nothing when what was found is too weak to answer from. */
export async function findSources(
  { retrieve, attachments }: Pick<ChatDeps, 'retrieve' | 'attachments'>,
  { question, collectionIds, attachedTo }: Asked,
  signal: AbortSignal,
): Promise<FoundSources> {
  const query: SearchQuery = {
    query: question.slice(0, longestQuery),
    route: 'auto',
    top_k: passages,
    collection_ids: [...collectionIds],
  }
  const answer = await retrieve(query, signal)
  const near = answer.relevant ? answer.results.map(toSource) : []
  const sources = near.length > 0 || attachedTo === null ? near : attachments.openings(attachedTo, passages)
  const { embed, retrieve: retrieving } = answer.timings_ms
  return { sources, search: toNote(answer, sources.length), timings: { embed, retrieve: retrieving } }
}

function toSource({ scores, ...place }: SearchResult): Source {
  return { ...place, score: scores.fused ?? scores.vector ?? scores.exact ?? 0 }
}

const toNote = ({ route, reason, cause, timings_ms }: SearchAnswer, found: number): SearchNote => ({
  route,
  reason,
  cause,
  passages: found,
  took_ms: Math.round(timings_ms.total),
})
