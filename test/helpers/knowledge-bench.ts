import { randomUUIDv7 } from 'node:crypto'
import { join } from 'node:path'
import { openDatabase, type StoreDb } from '../../src-main/db/database.ts'
import { appliedMigrations, applyMigrations, pendingMigrations } from '../../src-main/db/migrate.ts'
import { readMigrations } from '../../src-main/db/migration-files.ts'
import { createEmbedderEngine, type EmbedderEngine, embedderChild } from '../../src-main/engine/embedder-engine.ts'
import { createParserEngine, parserChild } from '../../src-main/engine/parser-engine.ts'
import { createRerankerEngine, rerankerChild } from '../../src-main/engine/reranker-engine.ts'
import { createSupervised } from '../../src-main/engine/supervise.ts'
import { listCollections, putCollection } from '../../src-main/knowledge/collections.ts'
import { createDocumentChores, type DocumentChores } from '../../src-main/knowledge/document-chores.ts'
import { createImporter, type Importer } from '../../src-main/knowledge/importer.ts'
import type { RerankDeps } from '../../src-main/search/rerank.ts'
import { createRetriever } from '../../src-main/search/retrieve.ts'
import { createUsageStats } from '../../src-main/search/usage-stats.ts'
import { searchHere } from '../../src-main/search/vector-index.ts'
import type { Neighbour } from '../../src-main/search/vectors/vector-query.ts'
import type { SearchAnswer, SearchQuery } from '../../src-shared/desktop/search.ts'
import { migrationsFolder } from './test-db.ts'

export interface KnowledgeBench extends AsyncDisposable {
  readonly db: StoreDb
  readonly collectionId: string
  readonly importer: Importer
  readonly chores: DocumentChores
  readonly embedder: EmbedderEngine
  importFolder(folder: string, tell: (line: string) => void): Promise<void>
  ask(query: SearchQuery): Promise<SearchAnswer>
  /** By meaning alone. */
  nearest(text: string, limit: number): Promise<readonly Neighbour[]>
}

const { signal } = new AbortController()
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

export interface SearchModels {
  readonly embedderPath: string
  /** Undefined: the order and the judgement are those of the search. */
  readonly rerankerPath?: string | undefined
}

/** Import and search as the app has them: real store, real children, a real or generated embedder. */
export async function openKnowledgeBench(opening: SearchModels & { folder: string }): Promise<KnowledgeBench> {
  const { folder, embedderPath, rerankerPath } = opening
  const db = openMigrated(join(folder, 'knowledge.db'))
  const embedderProcess = createSupervised({ ...embedderChild, log })
  const parserProcess = createSupervised({ ...parserChild, log })
  const embedder = createEmbedderEngine({ supervised: embedderProcess, threads: 1 })
  const rerankerProcess = createSupervised({ ...rerankerChild, log })
  const reranker = createRerankerEngine({ supervised: rerankerProcess, threads: 1 })
  const embedderModel = () => ({ id: embedderPath, path: embedderPath })
  const onFault = (stage: string, error: unknown) => void process.stderr.write(`${stage}: ${String(error)}\n`)
  const { parse } = createParserEngine({ supervised: parserProcess })
  const importer = createImporter({
    ...{ db, now: Date.now, newId: () => randomUUIDv7(), inboxFolder: join(folder, 'inbox'), parse },
    ...{ embedder, embedderModel, pace: async () => {}, onFault },
  })
  const chores = createDocumentChores({ db, onFault })
  const usage = createUsageStats(db, Date.now, () => {})
  const vectors = searchHere(db)
  const retrieve = createRetriever({
    db,
    vectors,
    embedder,
    embedderModel,
    reranker,
    ...chosenReranker(rerankerPath),
    usage,
    onFault,
  })
  const collectionId = listCollections(db)[0]?.id ?? randomUUIDv7()
  db.transact((tx) => putCollection(tx, { id: collectionId, name: 'Documents', created_at: 0, updated_at: 0 }))
  await importer.recover()
  return {
    db,
    collectionId,
    importer,
    chores,
    embedder,
    async importFolder(path, tell) {
      const startedAt = performance.now()
      await importer.importPaths({ jobId: randomUUIDv7(), collectionId }, [path], signal)
      await importer.idle()
      tell(`${countsIn(db)}, ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
    },
    ask: (query) => retrieve(query, signal),
    async nearest(text, limit) {
      await embedder.load(embedderModel(), signal)
      return await vectors.search(await embedder.embedQuery(text, signal), { embedderId: embedderPath, limit }, signal)
    },
    async [Symbol.asyncDispose]() {
      usage[Symbol.dispose]()
      await chores[Symbol.asyncDispose]()
      await importer[Symbol.asyncDispose]()
      await embedderProcess.stop()
      await rerankerProcess.stop()
      await parserProcess.stop()
      db[Symbol.dispose]()
    },
  }
}

function openMigrated(path: string): StoreDb {
  const db = openDatabase(path, '0'.repeat(64))
  applyMigrations(db, pendingMigrations(appliedMigrations(db), readMigrations(migrationsFolder)), Date.now)
  return db
}

/** What is found is measured, not how soon. */
function chosenReranker(path: string | undefined): Pick<RerankDeps, 'rerankerModel' | 'rerankLimitMs'> {
  return { rerankerModel: () => (path === undefined ? undefined : { id: path, path }), rerankLimitMs: 60_000 }
}

function countsIn(db: StoreDb): string {
  const count = (sql: string) => db.prepare<[], number>(sql).pluck().get() ?? 0
  const documents = count("SELECT count(*) FROM documents WHERE status = 'ready'")
  const failed = count("SELECT count(*) FROM documents WHERE status = 'failed'")
  return `${documents} documents ready, ${failed} failed, ${count('SELECT count(*) FROM passages')} passages`
}
