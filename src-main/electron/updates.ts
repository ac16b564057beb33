import electronUpdater, { type AppUpdater } from 'electron-updater'
import { type UpdateFound, type UpdateProgress, updateError } from '../../src-shared/desktop/updates.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { streamEvents } from '../engine/event-stream.ts'
import { type DownloadOptions, downloadUpdate } from './download-update.ts'
import { SignedProvider } from './signed-provider.ts'
import { tameUpdater } from './tame-updater.ts'
import { translateUpdateError } from './translate-update-error.ts'
import { endingOf, listOf } from './update-names.ts'
import type { UpdateSource } from './update-source.ts'

export interface UpdatesDeps {
  /** Absent where the app was built without an update host. */
  readonly source: UpdateSource | undefined
  readonly platform: NodeJS.Platform
  readonly arch: NodeJS.Architecture
  /** Closes the store; nothing of Hearth runs any more when it resolves. */
  readonly endCore: () => Promise<void>
  /** The new version could not be put in place: Hearth starts as it was. */
  readonly startAgain: () => void
}

export interface Updates {
  source(): { readonly address: string } | null
  look(): Promise<UpdateFound | null>
  download(signal: AbortSignal): AsyncIterable<UpdateProgress>
  install(): Promise<void>
}

/**
 * electron-updater, kept short: it asks, downloads and installs only when told, only from the update host, only newer versions whose
 * list is signed and whose bytes are the listed ones. By publisher on Windows and by the app's own signature on macOS it checks too.
 */
export function createUpdates({ source, platform, arch, endCore, startAgain }: UpdatesDeps): Updates {
  const list = source && new URL(listOf(platform, arch), source.host).href
  let open = 0
  let ready: AppUpdater | undefined
  let found: UpdateFound | undefined
  let [isDownloaded, isWrongLength] = [false, false]

  function updater(): AppUpdater {
    if (source === undefined || list === undefined) throw new AppError(updateError.noHost)
    ready ??= tameUpdater(electronUpdater.autoUpdater, {
      feed: { provider: 'custom', updateProvider: SignedProvider, list, key: source.key },
      mayAsk: (url) => open > 0 && URL.parse(url)?.origin === new URL(list).origin,
      mayBring(url, length) {
        isWrongLength = found?.address === url && length !== String(found.size_bytes)
        return !isWrongLength
      },
    })
    return ready
  }

  /** Outside of `work` not even the updater itself reaches the network. */
  async function asking<T>(work: (updater: AppUpdater) => Promise<T>): Promise<T> {
    open += 1
    try {
      return await work(updater())
    } catch (error) {
      throw translateUpdateError(error, source?.host)
    } finally {
      open -= 1
    }
  }

  async function look(asked: AppUpdater): Promise<UpdateFound | null> {
    isDownloaded = false
    found = undefined
    found = await findUpdate(asked, platform, list)
    return found ?? null
  }

  async function download(options: Omit<DownloadOptions, 'token'>): Promise<void> {
    if (found === undefined) throw new AppError(updateError.nothingFound)
    await downloadUpdate({ ...options, token: new electronUpdater.CancellationToken() }).catch((error: unknown) => {
      throw isWrongLength ? new AppError(updateError.notGenuine) : error
    })
    isDownloaded = true
  }

  return {
    source: () => (list === undefined ? null : { address: list }),
    look: () => asking(look),
    download: (signal) =>
      streamEvents<UpdateProgress>((emit) => asking((updater) => download({ updater, emit, signal })), signal),
    async install() {
      if (!isDownloaded) throw new AppError(updateError.nothingFound)
      await endCore()
      // It tells a failure by this event alone, and goes on without a core.
      updater().once('error', startAgain).quitAndInstall(false, true)
    },
  }
}

async function findUpdate(
  updater: AppUpdater,
  platform: NodeJS.Platform,
  list: string | undefined,
): Promise<UpdateFound | undefined> {
  const { isUpdateAvailable = false, updateInfo } = (await updater.checkForUpdates()) ?? {}
  const ending = endingOf(platform, updater instanceof electronUpdater.DebUpdater)
  const file = updateInfo?.files.find(({ url }) => url.endsWith(ending))
  if (!isUpdateAvailable || updateInfo === undefined || file === undefined) return undefined
  return { version: updateInfo.version, size_bytes: file.size ?? 0, address: new URL(file.url, list).href }
}
