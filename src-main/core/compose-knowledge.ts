import { join } from 'node:path'
import type { FeatureClient } from '../../src-shared/rpc/contract.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { type shell as shellContract, shellError } from '../../src-shared/shell/shell.ts'
import { storePath } from '../db/store-files.ts'
import type { FolderModel } from '../engine/keep-model.ts'
import { createAttachmentHandlers } from '../knowledge/attachment-handlers.ts'
import { createCollectionHandlers } from '../knowledge/collection-handlers.ts'
import { createDocumentChores } from '../knowledge/document-chores.ts'
import { createDocumentHandlers } from '../knowledge/document-handlers.ts'
import { createEmbedderChange, type EmbedderChangeDeps } from '../knowledge/embedder-change/embedder-change.ts'
import { createEmbedderChangeHandlers } from '../knowledge/embedder-change/embedder-change-handlers.ts'
import { createImportPace } from '../knowledge/import-pace.ts'
import { createImporter } from '../knowledge/importer.ts'
import { keepAttachmentsSwept } from '../knowledge/sweep-attachments.ts'
import { createFolderWatches } from '../knowledge/watch/folder-watches.ts'
import { watchTimes } from '../knowledge/watch/watch-folder.ts'
import { createWatchedFolderHandlers } from '../knowledge/watch/watched-folder-handlers.ts'
import { resolveEmbedder, resolveReranker, usableEmbedder } from '../models/choose-model.ts'
import { keepIndexed } from '../search/keep-indexed.ts'
import { createRetriever, createSearchWarmer } from '../search/retrieve.ts'
import { createSearchHandlers } from '../search/search-handlers.ts'
import { createUsageStats } from '../search/usage-stats.ts'
import { createVectorIndex } from '../search/vector-index.ts'
import type { CoreParts } from './core-parts.ts'
import { createOnBattery } from './on-battery.ts'
import { resources } from './resources.ts'

export interface KnowledgeShell {
  /** What the window's shell lends; absent where there is no window. */
  readonly shell: FeatureClient<typeof shellContract> | undefined
  /** Opens a file in the system's program; absent where nobody looks. */
  readonly openPath: ((path: string) => Promise<void>) | undefined
}

const nobodyLooks = (): Promise<void> => Promise.reject(new AppError(shellError.unavailable))

/** Who finds passages, and the way to another embedder. */
function composeEmbedders(
  { db, engines, now, settings, onFault, own }: CoreParts,
  others: Pick<EmbedderChangeDeps, 'pace' | 'onChangedOver'>,
) {
  const chosen = () => resolveEmbedder(db, settings()) ?? undefined
  const installed = (id: string) => usableEmbedder(db, id) ?? undefined
  return own.use(createEmbedderChange({ ...others, db, now, embedder: engines.reembedder, chosen, installed, onFault }))
}

/** Passages out: the index, who tends it, and what asks it. */
function composeSearch(
  { db, key, engines, dataFolder, now, settings, onFault, own }: CoreParts,
  embedderModel: () => FolderModel | undefined,
) {
  const { embedder, indexer, reranker } = engines
  const usage = own.use(createUsageStats(db, now, onFault))
  const file = { path: storePath(dataFolder), key }
  const vectors = own.use(createVectorIndex(file))
  const maintain = (signal: AbortSignal) => indexer.maintain(file, signal)
  const keeper = own.use(keepIndexed({ db, maintain, stop: indexer.stop, onFault }))
  const rerankerModel = () => resolveReranker(db, settings()) ?? undefined
  const deps = { db, vectors, embedder, embedderModel, reranker, rerankerModel, usage, onFault }
  return { vectors, keeper, retrieve: createRetriever(deps), warmSearch: createSearchWarmer(deps) }
}

/** Documents in, passages out: both by the embedder that is in use. */
export function composeKnowledge(parts: CoreParts, { shell, openPath = nobodyLooks }: KnowledgeShell) {
  const { db, engines, dataFolder, now, newId, onFault, own } = parts
  const { embedder, parser } = engines
  const isOnBattery = createOnBattery({ ask: shell && (() => shell.isOnBattery()), now })
  const { pace, inBackground } = own.use(createImportPace({ db, isOnBattery }))
  const embedders = composeEmbedders(parts, { pace: inBackground, onChangedOver: () => importer.embedMissing() })
  const embedderModel = embedders.serving
  const inboxFolder = join(dataFolder, 'inbox')
  const importer = own.use(
    createImporter({ db, now, newId, inboxFolder, parse: parser.parse, embedder, embedderModel, pace, onFault }),
  )
  const chores = own.use(createDocumentChores({ db, onFault }))
  const onApplied = (): void => {
    importer.rowsChanged()
    importer.wake()
  }
  const watches = own.use(createFolderWatches({ db, now, newId, times: watchTimes, onApplied, onFault }))
  const { vectors, keeper, ...search } = composeSearch(parts, embedderModel)

  function settleEmbedder(): void {
    embedders.settle()
    importer.embedMissing()
  }

  /**
   * With what the store has now, which was replaced as a whole. Bytes that were handed over and that it does not know stay until
   * the next start: undoing the restore needs them.
   */
  function goOn(): void {
    watches.start()
    importer.wake()
    chores.wake()
    settleEmbedder()
  }

  return {
    ...search,
    importer,
    goOn,
    /** While `work` runs the store's file is nobody's but its own. */
    apart: <T>(work: () => Promise<T>): Promise<T> => aloneIn([watches, importer, chores, keeper, vectors, embedders], work),
    settleEmbedder,
    isUsing: (modelId: string): boolean => importer.isUsing(modelId) || embedders.isUsing(modelId),
    async start() {
      await importer.recover()
      goOn()
      own.defer(keepAttachmentsSwept({ ...parts, importer }))
    },
    handlers: {
      attachments: createAttachmentHandlers({ ...parts, importer }),
      collections: createCollectionHandlers({ db, now, importer, samplesFolder: resources.samples }),
      embedderChange: createEmbedderChangeHandlers(embedders),
      documents: createDocumentHandlers({ db, now, importer, openPath }),
      search: createSearchHandlers(search.retrieve),
      watchedFolders: createWatchedFolderHandlers({ db, now, watches, importer }),
    },
  }
}

interface Worker {
  alone<T>(work: () => Promise<T>): Promise<T>
}

/** The first lets go first; `work` begins when all have. */
const aloneIn = <T>(workers: readonly Worker[], work: () => Promise<T>): Promise<T> =>
  workers.reduceRight<() => Promise<T>>((inner, worker) => () => worker.alone(inner), work)()
