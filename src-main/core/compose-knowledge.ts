import { join } from 'node:path'
import type { desktop } from '../../src-shared/desktop/contract.ts'
import type { Handlers } from '../../src-shared/rpc/contract.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { shellError } from '../../src-shared/shell/shell.ts'
import { createAttachmentHandlers } from '../knowledge/attachment-handlers.ts'
import { createCollectionHandlers } from '../knowledge/collection-handlers.ts'
import { createDocumentHandlers } from '../knowledge/document-handlers.ts'
import { createImporter, type Importer } from '../knowledge/importer.ts'
import { resolveEmbedder } from '../models/choose-model.ts'
import { createRetriever, type Retrieve } from '../search/retrieve.ts'
import { createUsageStats } from '../search/usage-stats.ts'
import { createVectorScan } from '../search/vector-scan.ts'
import type { CoreParts } from './core-parts.ts'
import { resources } from './resources.ts'

export interface Knowledge {
  readonly retrieve: Retrieve
  readonly importer: Importer
  readonly handlers: Pick<Handlers<typeof desktop>, 'attachments' | 'collections' | 'documents'>
}

const nobodyLooks = (): Promise<void> => Promise.reject(new AppError(shellError.unavailable))

/** Documents in, passages out: both by the embedder that is in use. */
export function composeKnowledge(parts: CoreParts, openPath: (path: string) => Promise<void> = nobodyLooks): Knowledge {
  const { db, engines, dataFolder, now, newId, settings, onFault, own } = parts
  const { embedder, parser } = engines
  const embedderModel = () => resolveEmbedder(db, settings()) ?? undefined
  const usage = own.use(createUsageStats(db, now, onFault))
  const inboxFolder = join(dataFolder, 'inbox')
  const importer = own.use(createImporter({ db, now, newId, inboxFolder, parse: parser.parse, embedder, embedderModel, onFault }))
  return {
    retrieve: createRetriever({ db, scan: createVectorScan(db), embedder, embedderModel, usage, onFault }),
    importer,
    handlers: {
      attachments: createAttachmentHandlers({ ...parts, importer }),
      collections: createCollectionHandlers({ db, now, importer, samplesFolder: resources.samples }),
      documents: createDocumentHandlers({ db, now, importer, openPath }),
    },
  }
}
