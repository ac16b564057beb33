import { setTimeout as delay } from 'node:timers/promises'
import type { FoundPassage, PassagesWanted } from '../../src-shared/engine/passage-index.ts'
import { fuseRanks } from '../../src-shared/retrieval/fuse-ranks.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { FindSpace } from '../embedding/embedding-space.ts'
import type { AtlasHit, AtlasSearch } from '../stores/atlas-search.ts'
import type { PassageFinder } from '../stores/passage-finder.ts'

export interface AtlasFinder extends PassageFinder {
  isReady(): boolean
  /** Asks what the server can do: until its indexes can be asked, and again when it refused one, or had none at first. */
  watch(signal: AbortSignal): Promise<void>
}

export interface AtlasFinderDeps {
  readonly atlas: AtlasSearch
  readonly findSpace: FindSpace
  readonly onFault: (stage: string, error: unknown) => void
  readonly pauseMs?: number
}

/** Candidates each method may bring. */
const depth = 200
/** Between two looks when there is little hope. */
const longestPauseMs = 600_000

export function createAtlasFinder({ atlas, findSpace, onFault, pauseMs = 10_000 }: AtlasFinderDeps): AtlasFinder {
  const state = { isReady: false, refusals: 0 }

  async function look(signal: AbortSignal): Promise<'ready' | 'building' | 'absent'> {
    try {
      return await atlas.prepare((await findSpace(signal)).dimension)
    } catch (error) {
      if (!signal.aborted) onFault('atlas', error)
      return 'building'
    }
  }

  return {
    kind: 'atlas_vector_search',
    hasJudged: false,
    isReady: () => state.isReady,
    async watch(signal) {
      while (!signal.aborted) {
        const found = state.isReady ? 'ready' : await look(signal)
        state.isReady = found === 'ready'
        const waitMs = found === 'absent' ? longestPauseMs : pauseMs * 2 ** state.refusals
        await delay(Math.min(waitMs, longestPauseMs), undefined, { signal, ref: false }).catch(() => undefined)
      }
    },
    async find(userId, wanted) {
      try {
        const passages = await findThere(atlas, userId, wanted)
        state.refusals = 0
        return { passages, is_relevant: passages.length > 0 }
      } catch (error) {
        if (error instanceof AppError) throw error
        // What comes next is found in the index of our own, until Atlas is tried again: the later, the oftener it refused.
        Object.assign(state, { isReady: false, refusals: state.refusals + 1 })
        onFault('atlas', error)
        throw new AppError('INDEX_BUILDING', { retry_after: 1 }, { cause: error })
      }
    },
  }
}

async function findThere(atlas: AtlasSearch, userId: string, wanted: PassagesWanted): Promise<FoundPassage[]> {
  const { query, route, weights, vector, limit, documentIds } = wanted
  const asked = { userId, limit: Math.max(depth, limit), documentIds }
  const [near, words] = await Promise.all([
    vector === undefined || route === 'exact'
      ? []
      : atlas.nearest({ ...asked, embedder: vector.embedder, vector: vector.values }),
    route === 'vector' ? [] : atlas.words({ ...asked, query, match: route === 'exact' ? 'all' : 'any' }),
  ])
  return together({ near, words }, weights).slice(0, limit)
}

/** Scores of two indexes cannot be compared, so their ranks are; of one alone they are its own. */
function together(
  { near, words }: { readonly near: readonly AtlasHit[]; readonly words: readonly AtlasHit[] },
  weights: PassagesWanted['weights'],
): FoundPassage[] {
  const places = new Map([...near, ...words].map((hit) => [keyOf(hit), hit]))
  const cosines = new Map(near.map((hit) => [keyOf(hit), hit.score]))
  const scores = new Map(words.map((hit) => [keyOf(hit), hit.score]))
  const fused = fuseRanks([
    { ids: near.map(keyOf), weight: weights.vector },
    { ids: words.map(keyOf), weight: weights.exact },
  ])
  const alone = near.length === 0 ? scores : words.length === 0 ? cosines : undefined
  return fused.flatMap(({ id, score }) => {
    const place = places.get(id)
    if (place === undefined) return []
    const { document_id, position } = place
    const [vector, text] = [cosines.get(id), scores.get(id)]
    return [
      {
        ...{ document_id, position, score: alone?.get(id) ?? score },
        ...(vector === undefined ? {} : { vector }),
        ...(text === undefined ? {} : { text }),
      },
    ]
  })
}

const keyOf = ({ document_id, position }: AtlasHit): string => `${document_id} ${position}`
