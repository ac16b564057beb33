import { availableParallelism } from 'node:os'
import { Histogram, type Registry } from '@prometheus-io/client'
import type { FastifyInstance } from 'fastify'
import { openPassageIndex } from '../src-main/search/index-files/open-passage-index.ts'
import type { Health } from '../src-shared/api/health.ts'
import { AppError } from '../src-shared/rpc/errors.ts'
import { findUser } from './accounts/users.ts'
import type { Retrieve } from './chat/chat-deps.ts'
import type { Config } from './config.ts'
import { createFindSpace } from './embedding/embedding-space.ts'
import type { Embedder } from './engines/embedder.ts'
import { addKnowledgeRoutes } from './knowledge/knowledge-routes.ts'
import { type Log, reasonOf } from './log.ts'
import { indexPersonalData } from './personal-data/index-personal-data.ts'
import { knowledgePersonalData } from './personal-data/knowledge-personal-data.ts'
import type { PersonalStore } from './personal-data/personal-store.ts'
import { createAtlasFinder } from './search/atlas-finder.ts'
import { createUseCounter } from './search/count-uses.ts'
import { freeIndexFolders, type TakenFolder, takeIndexFolder } from './search/index-folder.ts'
import { createOwnIndex } from './search/own-index.ts'
import type { SearchDeps } from './search/search-deps.ts'
import { searchKnowledge } from './search/search-knowledge.ts'
import { addSearchRoutes } from './search/search-routes.ts'
import type { AtlasSearch } from './stores/atlas-search.ts'
import type { CachedReads } from './stores/cached-reads.ts'
import type { KnowledgeStore } from './stores/knowledge-store.ts'
import type { SqlStore } from './stores/sql-store.ts'
import { meterCalls } from './usage/meter-calls.ts'
import type { UsageDeps } from './usage/usage-deps.ts'

export interface KnowledgeParts {
  readonly config: Config
  readonly log: Log
  readonly store: SqlStore
  readonly knowledge: KnowledgeStore
  readonly atlas: AtlasSearch | undefined
  readonly embedder: Embedder | undefined
  readonly reads: CachedReads
  readonly usage: UsageDeps
  readonly registry: Registry
  readonly secret: string
  readonly now: () => number
}

export interface OpenedKnowledge {
  readonly personal: readonly PersonalStore[]
  readonly searchKind: () => Health['search']
  /** For whoever answers from documents; no call is counted. */
  readonly retrieve: Retrieve
  /** Theirs, and what they stand on as long as it listens. */
  addRoutes(app: FastifyInstance): void
}

const sweepEveryMs = 3_600_000

/** Documents and searching in them. Files and threads are there once somebody searches. */
export function openKnowledge(parts: KnowledgeParts): OpenedKnowledge {
  const { config, log, store, knowledge, embedder, reads, usage, now } = parts
  const onFault = (stage: string, error: unknown) => log.warn({ stage, reason: reasonOf(error) }, 'searching is held up')
  const index = openIndex(parts, onFault)
  const own = createOwnIndex({ knowledge, index, onFault })
  const uses = createUseCounter({ knowledge, now, onFault })
  const findSpace = createFindSpace(embedder, {
    ...{ model: config.HEARTH_CLIENT_EMBEDDING_MODEL, dimension: config.HEARTH_CLIENT_EMBEDDING_DIMENSION },
  })
  const meter = meterCalls(usage)
  const atlas = parts.atlas && createAtlasFinder({ atlas: parts.atlas, findSpace, onFault })
  const finder = () => (atlas?.isReady() ? atlas : own)
  const searchDeps: SearchDeps = {
    ...{ knowledge, reads, findSpace, embedder, now, uses, meter, finder, onSearched: countSearches(parts.registry) },
  }
  return {
    personal: [knowledgePersonalData(knowledge), indexPersonalData(own)],
    searchKind: () => finder().kind,
    retrieve: retrieveBy(searchDeps),
    addRoutes(app) {
      const hasAccount = async (userId: string) => (await findUser(store, userId)) !== undefined
      addKnowledgeRoutes(app, { knowledge, hasAccount, findSpace, embedder, now, meter, onChanged: own.changed })
      addSearchRoutes(app, searchDeps)
      const sweep = () =>
        void own
          .sweep()
          .then(index.sweep)
          .catch((error: unknown) => onFault('sweep', error))
      const closing = new AbortController()
      app.addHook('onListen', async () => {
        sweep()
        const timer = setInterval(sweep, sweepEveryMs).unref()
        closing.signal.addEventListener('abort', () => clearInterval(timer))
        void atlas?.watch(closing.signal)
      })
      app.addHook('onClose', async () => {
        closing.abort()
        await uses.flush()
        await index[Symbol.asyncDispose]()
      })
    },
  }
}

/** Nothing where nothing is near enough to answer from. Documents that are still being read are away. */
const retrieveBy =
  (deps: SearchDeps): Retrieve =>
  async ({ userId, question: query, vector, limit: top_k }, signal) => {
    const found = await searchKnowledge(deps, { userId, query, top_k, route: 'auto', vector }, signal).catch((cause: unknown) => {
      if (!(cause instanceof AppError && cause.code === 'INDEX_BUILDING')) throw cause
      throw new AppError('STORE_UNAVAILABLE', cause.data, { cause })
    })
    const sources = found.results.map(({ document_id, position, content, score, metadata: { source, category } }) => ({
      ...{ document_id, position, content, score, source, category },
    }))
    const isSearched = found.hasDocuments && (sources.length > 0 || (await hasAny(deps, userId)))
    return { sources: found.isRelevant ? sources : [], isSearched }
  }

/** Whoever has deleted all of them has none to be told about. */
const hasAny = async ({ knowledge }: SearchDeps, userId: string): Promise<boolean> =>
  (await knowledge.listDocuments(userId, { limit: 1 })).documents.length > 0

/** A folder and threads are taken when something has to be written or searched: with Atlas never. */
function openIndex({ config, secret, now }: KnowledgeParts, onFault: (stage: string, error: unknown) => void) {
  const held: { taken?: TakenFolder } = {}
  const free = freeIndexFolders(config.dataFolder)
  const index = openPassageIndex({
    place() {
      held.taken ??= takeIndexFolder(config.dataFolder, secret, now())
      return held.taken.place
    },
    searchers: Math.max(1, Math.min(4, availableParallelism() - 1)),
    onFault,
  })
  return {
    ...index,
    owners: async () => [...new Set([...free.owners(), ...(held.taken === undefined ? [] : await index.owners())])],
    async forget(owner: string) {
      free.forget([owner])
      if (held.taken !== undefined) await index.forget(owner)
    },
    sweep() {
      held.taken?.touch(now())
      free.sweep(now())
    },
    async [Symbol.asyncDispose]() {
      await index[Symbol.asyncDispose]()
      held.taken?.[Symbol.dispose]()
    },
  }
}

function countSearches(registry: Registry): SearchDeps['onSearched'] {
  const durations = new Histogram({
    ...{ name: 'knowledge_search_duration_seconds', help: 'Searches in documents, by their route', registers: [registry] },
    labelNames: ['route'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  })
  return ({ route, ms }) => durations.observe({ route }, ms / 1000)
}
