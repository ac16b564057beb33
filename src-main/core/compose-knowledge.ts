import { join } from 'node:path'
import { createImporter, type Importer } from '../knowledge/importer.ts'
import { resolveEmbedder } from '../models/choose-model.ts'
import { createRetriever, type Retrieve } from '../search/retrieve.ts'
import { createUsageStats } from '../search/usage-stats.ts'
import { createVectorScan } from '../search/vector-scan.ts'
import type { CoreParts } from './core-parts.ts'

export interface Knowledge {
  readonly retrieve: Retrieve
  readonly importer: Importer
}

/** Documents in, passages out: both by the embedder that is in use. */
export function composeKnowledge({ db, engines, dataFolder, now, newId, settings, onFault, own }: CoreParts): Knowledge {
  const { embedder, parser } = engines
  const embedderModel = () => resolveEmbedder(db, settings()) ?? undefined
  const usage = own.use(createUsageStats(db, now, onFault))
  const inboxFolder = join(dataFolder, 'inbox')
  return {
    retrieve: createRetriever({ db, scan: createVectorScan(db), embedder, embedderModel, usage, onFault }),
    importer: own.use(createImporter({ db, now, newId, inboxFolder, parse: parser.parse, embedder, embedderModel, onFault })),
  }
}
