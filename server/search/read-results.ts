import type { SearchResult } from '../../src-shared/api/search.ts'
import type { FoundPassage } from '../../src-shared/engine/passage-index.ts'
import type { SearchDeps } from './search-deps.ts'

type ReadDeps = Pick<SearchDeps, 'knowledge' | 'uses'>

/** As they stand in the store now: of what is gone, or is somebody else's, nothing comes out, whatever an index or a cache said. */
export async function readResults(
  { knowledge, uses }: ReadDeps,
  userId: string,
  found: readonly FoundPassage[],
): Promise<SearchResult[]> {
  const passages = await knowledge.readPlaces(userId, found)
  const at = new Map(passages.map((passage) => [placeKey(passage), passage]))
  const results = found.flatMap(({ document_id, position, score, vector, text }) => {
    const passage = at.get(placeKey({ document_id, position }))
    if (passage === undefined) return []
    const { content, metadata } = passage
    const scores = { ...(vector === undefined ? {} : { vector }), ...(text === undefined ? {} : { text }) }
    return [{ document_id, position, content, score, scores, metadata: shown(metadata) }]
  })
  uses.add(results.map(({ document_id, position, score }) => ({ user_id: userId, document_id, position, relevance: score })))
  return results
}

const placeKey = ({ document_id, position }: { readonly document_id: string; readonly position: number }): string =>
  `${document_id} ${position}`

type Metadata = Awaited<ReturnType<SearchDeps['knowledge']['readPlaces']>>[number]['metadata']

const shown = ({ tags, created_at, updated_at, ...metadata }: Metadata): SearchResult['metadata'] => ({
  ...metadata,
  ...{ tags: [...tags], created_at: created_at.toISOString(), updated_at: updated_at.toISOString() },
})
