import { type AccessState, access, accessError } from '../../src-shared/desktop/access.ts'
import { startError } from '../../src-shared/desktop/app.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { type ServeOptions, serve } from '../../src-shared/rpc/host.ts'
import type { Port } from '../../src-shared/rpc/port.ts'
import { createAttemptLimit } from '../db/attempt-limit.ts'
import { listBackups } from '../db/backup-files.ts'
import type { KeyStore } from '../db/key.ts'
import { readVersion } from './app-version.ts'
import { previewForDamaged, replaceDamagedStore } from './replace-damaged-store.ts'
import { createWatchedValue } from './watched-value.ts'

export interface ClosedCoreDeps {
  readonly folder: string
  readonly keyStore: () => Promise<KeyStore | undefined>
  /** From the environment; what the person gives on the page goes before it. */
  readonly passphrase: string | undefined
  /** Opens the core. Errors: `startError`. */
  readonly open: (passphrase: string | undefined) => Promise<unknown>
  /** Shows the data folder; absent where the shell cannot. */
  readonly openFolder?: ((folder: string) => Promise<void>) | undefined
  readonly onError: (path: string, error: unknown) => void
  readonly now: () => number
}

/** Stands in for a core whose store could not be opened: says why, and does what may help. */
export interface ClosedCore {
  serve(port: Port, fault: AppError): void
}

export function createClosedCore(deps: ClosedCoreDeps): ClosedCore {
  const { folder, now, onError } = deps
  const limit = createAttemptLimit(now)
  const state = createWatchedValue<AccessState>({ kind: 'open' })
  const hosts = createHosts()
  const given = { passphrase: deps.passphrase }
  const keyOptions = async () => ({ folder, keyStore: await deps.keyStore(), passphrase: given.passphrase })
  const tell = (fault: AppError): void => state.set(stateOf(fault, { ...deps, retryAt: limit.retryAt() }))

  async function open(passphrase: string | undefined): Promise<void> {
    try {
      await deps.open(passphrase)
    } catch (error) {
      if (isWrong(error) && passphrase !== undefined) limit.failed()
      else if (passphrase !== undefined) given.passphrase = passphrase
      if (error instanceof AppError) tell(error)
      throw error
    }
    limit.succeeded()
    given.passphrase = passphrase
    // Whoever asked hears that it went well, and then connects with the core itself.
    setImmediate(hosts.endAll)
  }

  const handlers: FeatureHandlers<typeof access> = {
    watch: (_, signal) => state.watch(signal),
    async unlock({ passphrase }) {
      const retry_at = limit.retryAt()
      if (retry_at !== null) throw new AppError(accessError.tooSoon, { retry_at })
      await open(passphrase)
    },
    retry: () => open(given.passphrase),
    previewBackup: async ({ path }) => await previewForDamaged(await keyOptions(), path),
    async restoreBackup({ path }) {
      const kept = await replaceDamagedStore(await keyOptions(), path)
      await open(given.passphrase)
      return { kept }
    },
    openFolder: () => deps.openFolder?.(folder),
  }

  return {
    serve(port, fault) {
      tell(fault)
      const assertAllowed = (path: string): void => {
        if (!path.startsWith('access.')) throw fault
      }
      hosts.serve(port, { handlers: { access: handlers }, onError, assertAllowed })
    },
  }
}

/** The pages that look at the closed core. */
function createHosts() {
  const hosts = new Set<Disposable>()
  return {
    endAll: () => hosts.forEach((host) => void host[Symbol.dispose]()),
    serve(port: Port, options: ServeOptions<{ access: typeof access }>): void {
      const listen: Port['listen'] = (onFrame, onClose) =>
        port.listen(onFrame, (reason) => {
          hosts.delete(host)
          onClose(reason)
        })
      const host = serve({ ...port, listen }, { access }, options)
      hosts.add(host)
    },
  }
}

const isWrong = (error: unknown): boolean => error instanceof AppError && error.code === startError.wrongPassphrase

interface Circumstances extends Pick<ClosedCoreDeps, 'folder' | 'openFolder'> {
  readonly retryAt: number | null
}

function stateOf({ code, data }: AppError, { folder, openFolder, retryAt }: Circumstances): AccessState {
  if (code === startError.passphraseNeeded || code === startError.wrongPassphrase)
    return { kind: 'locked', isStart: true, retry_at: retryAt }
  return {
    kind: 'failed',
    fault: { code, data },
    data_folder: folder,
    version: readVersion(),
    platform: process.platform,
    backups: code === startError.damaged ? listBackups(folder) : [],
    canOpenFolder: openFolder !== undefined,
  }
}
