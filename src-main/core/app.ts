import type { AppInfo } from '../../src-shared/desktop/app.ts'
import type { desktop } from '../../src-shared/desktop/contract.ts'
import { newId } from '../../src-shared/ids.ts'
import type { FeatureClient, Handlers } from '../../src-shared/rpc/contract.ts'
import type { shell as shellContract } from '../../src-shared/shell/shell.ts'
import { createBackupHandlers } from '../backup/backup-handlers.ts'
import { createReplyRuns } from '../chat/reply-runs.ts'
import { type KeyStore, openKey } from '../db/key.ts'
import { openStore } from '../db/open-store.ts'
import { createFindHandlers } from '../find/find-handlers.ts'
import { createModelHandlers } from '../models/model-handlers.ts'
import { createNetworkHandlers } from '../network/network-handlers.ts'
import { readSettings } from '../settings/settings.ts'
import { createSettingsHandlers } from '../settings/settings-handlers.ts'
import { createTemplateHandlers } from '../templates/template-handlers.ts'
import { createUsageHandlers } from '../usage/usage-handlers.ts'
import { readVersion } from './app-version.ts'
import { createChangeStream } from './change-stream.ts'
import { composeAnswers } from './compose-answers.ts'
import { composeChat } from './compose-chat.ts'
import { composeKnowledge } from './compose-knowledge.ts'
import { composeLock } from './compose-lock.ts'
import { composeModels } from './compose-models.ts'
import { composeTransfer } from './compose-transfer.ts'
import { composeWindow } from './compose-window.ts'
import type { Config } from './config.ts'
import type { CoreParts } from './core-parts.ts'
import { createEngines } from './engines.ts'
import { followSettings } from './follow-settings.ts'
import type { Log } from './log.ts'
import { reloadWhenFree } from './reload-when-free.ts'
import { resources } from './resources.ts'

export interface CoreOptions {
  readonly config: Config
  readonly log: Log
  readonly shell: AppInfo['shell']
  /** The system's secret store, where the shell has one. */
  readonly keyStore?: KeyStore
  /** What the window's shell lends: dialogs, notifications, the menu. */
  readonly lentShell?: FeatureClient<typeof shellContract>
  /** Opens a file or folder with the system; absent where nobody looks at a screen. */
  readonly openPath?: ((path: string) => Promise<void>) | undefined
  /** What the shell's root found out before. */
  readonly notices?: AppInfo['notices']
}

export interface App extends AsyncDisposable {
  readonly handlers: Handlers<typeof desktop>
  /** Comes before every call: throws while the app is locked. */
  readonly assertAllowed: (path: string) => void
}

/** Opens the store and puts the whole core on it. What began goes on: imports, downloads. */
export async function createApp(options: CoreOptions): Promise<App> {
  await using starting = new AsyncDisposableStack()
  const { store, key, notices } = await openData(options)
  const parts = composeParts(options, starting, { db: starting.use(store).db, key })
  const info = (): AppInfo => ({
    version: readVersion(),
    shell: options.shell,
    data_folder: parts.dataFolder,
    platform: process.platform,
    notices: [...(options.notices ?? []), ...notices, ...store.notices],
  })
  const { guard, handlers: lockHandlers } = composeLock(parts, options)
  const handlers = { ...(await composeHandlers(parts, { ...options, info, store, shell: options.lentShell })), ...lockHandlers }
  options.log.info({ shell: options.shell, dataFolder: parts.dataFolder }, 'core ready')
  const running = starting.move()
  return { handlers, assertAllowed: guard, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

async function openData({ config, log, keyStore }: CoreOptions) {
  const { dataFolder: folder, passphrase } = config
  const report = (error: unknown): void => log.error({ stage: 'store', err: error }, 'fault')
  const { key, notices } = await openKey({ folder, keyStore, passphrase })
  const store = await openStore({ folder, key, migrationsFolder: resources.migrations, now: Date.now, report })
  return { store, key, notices }
}

function composeParts({ config, log }: CoreOptions, own: AsyncDisposableStack, opened: Pick<CoreParts, 'db' | 'key'>): CoreParts {
  const settings = () => readSettings(opened.db)
  const idleMinutes = () => settings().idle_minutes
  return {
    ...opened,
    engines: own.use(createEngines({ log, idleMinutes, driverEnvironment: config.driverEnvironment })),
    dataFolder: config.dataFolder,
    now: Date.now,
    newId,
    settings,
    onFault: (stage, error) => log.error({ stage, err: error }, 'fault'),
    own,
  }
}

interface AppFacts {
  readonly info: () => AppInfo
  readonly shell: CoreOptions['lentShell']
  readonly openPath?: CoreOptions['openPath']
  readonly store: Awaited<ReturnType<typeof openData>>['store']
}

/** What the page may ask, feature by feature. */
async function composeHandlers(
  parts: CoreParts,
  { info, store, shell, openPath }: AppFacts,
): Promise<Omit<Handlers<typeof desktop>, 'access' | 'lock'>> {
  const { db, engines, dataFolder, now, own } = parts
  const { retrieve, warmSearch, ...knowledge } = composeKnowledge(parts, { shell, openPath })
  const { gate, downloads, fit, plansFor } = composeModels(parts)
  const { engine, reloadLater } = reloadWhenFree(engines.llama)
  const answers = composeAnswers({ ...parts, engine, retrieve, plansFor })
  const runs = own.use(createReplyRuns(answers))
  const changes = createChangeStream(db)
  own.defer(followSettings(db, { onLoadingChanged: reloadLater, onEmbedderChanged: knowledge.settleEmbedder }))
  await knowledge.start()
  downloads.resume()
  // Nothing may be written between the two stores.
  const restore = async (path: string) => {
    await runs.stopAll()
    return await knowledge.apart(() => store.restore(path))
  }
  const onRestored = (): void => {
    changes.endAll()
    knowledge.goOn()
  }
  const isInUse = (id: string): boolean => runs.isUsing(id) || knowledge.isUsing(id)
  return {
    app: { info },
    ...composeChat(parts, { answers, runs, engine, warmSearch }),
    ...knowledge.handlers,
    templates: createTemplateHandlers(parts),
    find: createFindHandlers(parts),
    models: createModelHandlers({ ...fit, engine, downloads, dataFolder, now, plansFor, isInUse, onLoadingChanged: reloadLater }),
    settings: createSettingsHandlers(parts),
    usage: createUsageHandlers(parts),
    backups: createBackupHandlers({ store: { backups: store.backups, restore }, onRestored }),
    transfer: composeTransfer(parts),
    network: createNetworkHandlers(parts),
    ...composeWindow(parts, { shell, gate }),
    changes: { watch: (_, signal) => changes.watch(signal) },
  }
}
