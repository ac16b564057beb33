import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { AppInfo } from '../../src-shared/desktop/app.ts'
import type { desktop } from '../../src-shared/desktop/contract.ts'
import { newId } from '../../src-shared/ids.ts'
import type { Handlers } from '../../src-shared/rpc/contract.ts'
import { createBackupHandlers } from '../backup/backup-handlers.ts'
import type { ChatDeps } from '../chat/chat-deps.ts'
import { createChatHandlers } from '../chat/chat-handlers.ts'
import { createConversationHandlers } from '../chat/conversation-handlers.ts'
import { createDraftHandlers } from '../chat/draft-handlers.ts'
import { createFolderHandlers } from '../chat/folder-handlers.ts'
import { createMessageHandlers } from '../chat/message-handlers.ts'
import { createReplyRuns } from '../chat/reply-runs.ts'
import { createTagHandlers } from '../chat/tag-handlers.ts'
import { type KeyStore, openKey } from '../db/key.ts'
import { openStore } from '../db/open-store.ts'
import { createCollectionHandlers } from '../knowledge/collection-handlers.ts'
import { createDocumentHandlers } from '../knowledge/document-handlers.ts'
import { createImporter } from '../knowledge/importer.ts'
import { readCatalogue } from '../models/catalogue.ts'
import { resolveChatModel, resolveEmbedder } from '../models/choose-model.ts'
import { demoModelId } from '../models/demo-ids.ts'
import { realDisk } from '../models/disk.ts'
import { createModelDownloads } from '../models/download-model.ts'
import { createHub, HUB_ADDRESS } from '../models/hub.ts'
import { loadPlans } from '../models/load-plans.ts'
import { bestThreads, readMachine } from '../models/machine.ts'
import { fitModel } from '../models/model-fit.ts'
import { createModelHandlers } from '../models/model-handlers.ts'
import { createGate } from '../network/gate.ts'
import { createNetworkHandlers } from '../network/network-handlers.ts'
import { createRetriever } from '../search/retrieve.ts'
import { createSearchHandlers } from '../search/search-handlers.ts'
import { createUsageStats } from '../search/usage-stats.ts'
import { createVectorScan } from '../search/vector-scan.ts'
import { readSettings } from '../settings/settings.ts'
import { createSettingsHandlers } from '../settings/settings-handlers.ts'
import { assertQuota } from '../usage/quota.ts'
import { createUsageHandlers } from '../usage/usage-handlers.ts'
import { recordUse } from '../usage/usage-log.ts'
import { createChangeStream } from './change-stream.ts'
import type { Config } from './config.ts'
import { createEngines } from './engines.ts'
import { followSettings } from './follow-settings.ts'
import type { Log } from './log.ts'
import { createPlanner } from './plan-model.ts'
import { resources } from './resources.ts'

export interface CoreOptions {
  readonly config: Config
  readonly log: Log
  readonly shell: AppInfo['shell']
  /** The system's secret store, where the shell has one. */
  readonly keyStore?: KeyStore
}

export interface App extends AsyncDisposable {
  readonly handlers: Handlers<typeof desktop>
}

/** Puts the whole core together. Reads top to bottom: store, engines, knowledge, models, answers, what the page may ask. */
export async function createApp({ config, log, shell, keyStore }: CoreOptions): Promise<App> {
  await using started = new AsyncDisposableStack()
  const { dataFolder, passphrase } = config
  const now = (): number => Date.now()
  const report = (error: unknown): void => log.error({ err: error }, 'fault')
  const onFault = (stage: string, error: unknown): void => log.error({ stage, err: error }, 'fault')

  const { key, notices } = await openKey({ folder: dataFolder, keyStore, passphrase })
  const store = started.use(await openStore({ folder: dataFolder, key, migrationsFolder: resources.migrations, now, report }))
  const { db } = store
  const settings = () => readSettings(db)
  const engines = started.use(createEngines({ log, idleMinutes: settings().idle_minutes }))
  const { llama, embedder } = engines

  const embedderModel = () => resolveEmbedder(db, settings()) ?? undefined
  const usage = started.use(createUsageStats(db, now))
  const retrieve = createRetriever({ db, scan: createVectorScan(db), embedder, embedderModel, usage, onFault })
  const inboxFolder = join(dataFolder, 'inbox')
  const importer = started.use(
    createImporter({ db, now, newId, inboxFolder, parse: engines.parser.parse, embedder, embedderModel, onFault }),
  )

  const gate = createGate({ isOffline: () => settings().offline, now })
  const catalogue = readCatalogue(resources.catalogue)
  const hub = createHub({ gate, address: () => settings().model_mirror ?? HUB_ADDRESS })
  const downloads = started.use(
    createModelDownloads({ db, catalogue, hub, dataFolder, gate, disk: realDisk, now, onError: report }),
  )
  const machine = (signal: AbortSignal) => readMachine(llama, signal)
  const fitDeps = { db, catalogue, engine: llama, machine, settings }

  const threads = bestThreads(availableParallelism(), availableParallelism())
  const plan = async (id: string, signal: AbortSignal) => {
    const { estimate, layers } = await fitModel(fitDeps, { id }, signal)
    return loadPlans(estimate.plan, layers)
  }
  const chatDeps: ChatDeps = {
    ...{ db, now, newId, settings, retrieve, onFault, engine: llama, assertQuota },
    chatModel(wantedId) {
      const { id, path, row } = resolveChatModel(db, settings(), wantedId)
      return { id, path, name: row.name, quotesOnly: id === demoModelId }
    },
    plansFor: createPlanner({ loaded: llama.loaded, plan, threads }),
    recordUse: (tx, use) => void recordUse(tx, messageUse(use)),
  }
  const runs = started.use(createReplyRuns(chatDeps))
  const changes = createChangeStream(db)

  started.defer(
    followSettings(db, {
      onLoadingChanged: () => void llama.unload().catch(report),
      onEmbedderChanged: importer.embedMissing,
    }),
  )
  await importer.recover()
  importer.embedMissing()
  downloads.resume()
  log.info({ shell, dataFolder }, 'core ready')

  const rows = { db, now, newId }
  const info = (): AppInfo => ({
    ...{ version, shell, data_folder: dataFolder, platform: process.platform },
    notices: [...notices, ...store.notices],
  })
  const modelDeps = { ...fitDeps, engine: llama, downloads, dataFolder, now, isInUse: runs.isUsing }
  const handlers: Handlers<typeof desktop> = {
    app: { info },
    conversations: createConversationHandlers(rows),
    messages: createMessageHandlers(rows),
    folders: createFolderHandlers(rows),
    tags: createTagHandlers(rows),
    drafts: createDraftHandlers(rows),
    chat: createChatHandlers(chatDeps, runs),
    collections: createCollectionHandlers({ db, now, importer }),
    documents: createDocumentHandlers({ db, now, importer }),
    search: createSearchHandlers(retrieve),
    models: createModelHandlers(modelDeps),
    settings: createSettingsHandlers(rows),
    usage: createUsageHandlers(rows),
    backups: createBackupHandlers({ store, onRestored: changes.endAll }),
    network: createNetworkHandlers({ gate }),
    changes: { watch: (_, signal) => changes.watch(signal) },
  }
  const running = started.move()
  return { handlers, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(resources.packageFile, 'utf8')))

const messageUse = ({ modelId, conversationId, messageId, at }: Parameters<ChatDeps['recordUse']>[1]) => ({
  ...{ usage_id: newId(at), meter: 'messages' as const, quantity: 1, model_id: modelId, started_at: at, ended_at: null },
  ...{ mono_ms: performance.now(), lease_id: null, conversation_id: conversationId, message_id: messageId },
})
