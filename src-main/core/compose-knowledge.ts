import { join } from 'node:path'
import { storePath } from '../db/store-files.ts'
import { createImporter, type Importer } from '../knowledge/importer.ts'
import { resolveEmbedder } from '../models/choose-model.ts'
import { keepIndexed } from '../search/keep-indexed.ts'
import { createRetriever, type Retrieve } from '../search/retrieve.ts'
import { createUsageStats } from '../search/usage-stats.ts'
import { createVectorIndex } from '../search/vector-index.ts'
import type { CoreParts } from './core-parts.ts'

export interface Knowledge {
  readonly retrieve: Retrieve
  readonly importer: Importer
  /** While `work` runs the store's file is nobody's but its own. */
  readonly apart: <T>(work: () => Promise<T>) => Promise<T>
}

/** Documents in, passages out: both by the embedder that is in use. */
export function composeKnowledge({ db, key, engines, dataFolder, now, newId, settings, onFault, own }: CoreParts): Knowledge {
  const { embedder, parser, indexer } = engines
  const embedderModel = () => resolveEmbedder(db, settings()) ?? undefined
  const usage = own.use(createUsageStats(db, now, onFault))
  const inboxFolder = join(dataFolder, 'inbox')
  const file = { path: storePath(dataFolder), key }
  const vectors = own.use(createVectorIndex(file))
  const maintain = (signal: AbortSignal) => indexer.maintain(file, signal)
  const keeper = own.use(keepIndexed({ db, maintain, stop: indexer.stop, onFault }))
  return {
    apart: (work) => keeper.alone(() => vectors.alone(work)),
    retrieve: createRetriever({ db, vectors, embedder, embedderModel, usage, onFault }),
    importer: own.use(createImporter({ db, now, newId, inboxFolder, parse: parser.parse, embedder, embedderModel, onFault })),
  }
}
