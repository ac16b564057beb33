import { randomUUIDv7 } from 'node:crypto'
import { join } from 'node:path'
import type { Db } from '../../src-main/db/database.ts'
import { listCollections, putCollection } from '../../src-main/knowledge/collections.ts'
import { createImporter, type Importer } from '../../src-main/knowledge/importer.ts'
import type { KnowledgeDeps } from '../../src-main/knowledge/knowledge-deps.ts'
import { parseDocument } from '../../src-main/knowledge/parse/parse-document.ts'
import type { RerankDeps } from '../../src-main/search/rerank.ts'
import { createRetriever, type QueryEmbedder, type Retrieve } from '../../src-main/search/retrieve.ts'
import { createUsageStats, type UsageStats } from '../../src-main/search/usage-stats.ts'
import { searchHere } from '../../src-main/search/vector-index.ts'
import { indexedWords } from '../../src-shared/retrieval/query-terms.ts'
import { openTestDb } from './test-db.ts'
import { wordVector } from './word-vectors.ts'

export interface KnowledgeFixture extends AsyncDisposable {
  readonly db: Db
  readonly collectionId: string
  readonly importer: Importer
  readonly retrieve: Retrieve
  readonly usage: UsageStats
  /** Every text that was embedded, in order. */
  readonly embedded: readonly string[]
  readonly faults: readonly unknown[]
  /** Imports and waits until nothing is left to do. */
  importAll(paths: readonly string[]): Promise<void>
}

const embedWords = async (text: string) => wordVector(text)

export interface FixtureOptions extends Partial<Pick<KnowledgeDeps, 'parse' | 'embedder' | 'embedderModel' | 'pace'>> {
  readonly folder: string
  readonly db?: Db
  readonly embedQuery?: QueryEmbedder['embedQuery']
  readonly reranking?: Pick<RerankDeps, 'reranker' | 'rerankerModel' | 'rerankLimitMs'>
}

export const noReranker: Pick<RerankDeps, 'reranker' | 'rerankerModel'> = {
  reranker: { load: async () => undefined, score: async () => [] },
  rerankerModel: () => undefined,
}

/** Import and search over a real store, with the parsers in this process and vectors made of words. */
export function openKnowledge({
  folder,
  db = openTestDb(),
  embedQuery = embedWords,
  reranking = noReranker,
  ...others
}: FixtureOptions): KnowledgeFixture {
  const embedded: string[] = []
  const faults: unknown[] = []
  const embedder = {
    load: async () => ({ max_tokens: 384 }),
    count: async (texts: readonly string[]) => texts.map((text) => indexedWords(text).length),
    async *embed(texts: readonly string[]) {
      for (const text of texts) {
        embedded.push(text)
        yield wordVector(text)
      }
    },
    embedQuery,
  }
  const deps: KnowledgeDeps = {
    db,
    now: Date.now,
    newId: () => randomUUIDv7(),
    inboxFolder: join(folder, 'inbox'),
    parse: (request, signal) => parseDocument(request, signal),
    embedder,
    embedderModel: () => ({ id: 'words', path: 'words' }),
    pace: async () => {},
    onFault: (_, error) => void faults.push(error),
    ...others,
  }
  const importer = createImporter(deps)
  const usage = createUsageStats(db, Date.now, () => {})
  const retrieve = createRetriever({ ...deps, ...reranking, embedder, vectors: searchHere(db), usage })
  const collectionId = listCollections(db)[0]?.id ?? randomUUIDv7()
  db.transact((tx) => putCollection(tx, { id: collectionId, name: collectionId, created_at: 0, updated_at: 0 }))
  return {
    db,
    collectionId,
    importer,
    retrieve,
    usage,
    embedded,
    faults,
    async importAll(paths) {
      await importer.importPaths({ jobId: randomUUIDv7(), collectionId }, paths, new AbortController().signal)
      await importer.idle()
    },
    async [Symbol.asyncDispose]() {
      usage[Symbol.dispose]()
      await importer[Symbol.asyncDispose]()
      db[Symbol.dispose]()
    },
  }
}
