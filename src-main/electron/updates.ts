import electronUpdater, { type AppUpdater } from 'electron-updater'
import { networkError } from '../../src-shared/desktop/network.ts'
import { type UpdateFound, type UpdateProgress, updateError } from '../../src-shared/desktop/updates.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { streamEvents } from '../engine/event-stream.ts'
import { SignedProvider, type SignedProviderOptions } from './signed-provider.ts'
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
  let isDownloaded = false
  let isWrongLength = false

  function updater(): AppUpdater {
    if (source === undefined || list === undefined) throw new AppError(updateError.noHost)
    const { host, key } = source
    ready ??= tame(electronUpdater.autoUpdater, {
      feed: { provider: 'custom', updateProvider: SignedProvider, list, key },
      mayAsk: (url) => open > 0 && URL.parse(url)?.origin === new URL(host).origin,
      mayBring(url, length) {
        isWrongLength = found?.address === url && length !== String(found.size_bytes)
        return !isWrongLength
      },
    })
    return ready
  }

  /** Outside of `work` not even the updater itself reaches the network. */
  async function asking<T>(work: (updater: AppUpdater) => Promise<T>): Promise<T> {
    const asked = updater()
    open += 1
    try {
      return await work(asked)
    } catch (error) {
      throw translate(error, source?.host)
    } finally {
      open -= 1
    }
  }

  async function look(asked: AppUpdater): Promise<UpdateFound | null> {
    found = undefined
    isDownloaded = false
    const { isUpdateAvailable = false, updateInfo } = (await asked.checkForUpdates()) ?? {}
    const file = updateInfo?.files.find(({ url }) => url.endsWith(endingOf(asked, platform)))
    if (!isUpdateAvailable || updateInfo === undefined || file === undefined) return null
    found = { version: updateInfo.version, size_bytes: file.size ?? 0, address: new URL(file.url, list).href }
    return found
  }

  async function download(asked: AppUpdater, emit: (progress: UpdateProgress) => void, signal: AbortSignal): Promise<void> {
    if (found === undefined) throw new AppError(updateError.nothingFound)
    const token = new electronUpdater.CancellationToken()
    const cancel = (): void => {
      token.cancel()
      // The token alone leaves the line open.
      void asked.netSession.closeAllConnections()
    }
    const tell = ({ transferred, total }: { transferred: number; total: number }) =>
      emit({ done_bytes: transferred, total_bytes: total })
    signal.addEventListener('abort', cancel, { once: true })
    asked.on('download-progress', tell)
    try {
      await asked.downloadUpdate(token)
      isDownloaded = true
    } catch (error) {
      throw isWrongLength ? new AppError(updateError.notGenuine) : error
    } finally {
      signal.removeEventListener('abort', cancel)
      asked.off('download-progress', tell)
    }
  }

  return {
    source: () => (list === undefined ? null : { address: list }),
    look: () => asking(look),
    download: (signal) => streamEvents<UpdateProgress>((emit) => asking((asked) => download(asked, emit, signal)), signal),
    async install() {
      if (!isDownloaded) throw new AppError(updateError.nothingFound)
      await endCore()
      const asked = updater()
      // It tells a failure by this event alone, and goes on without a core.
      asked.once('error', startAgain)
      asked.quitAndInstall(false, true)
    },
  }
}

interface Tamed {
  readonly feed: SignedProviderOptions
  readonly mayAsk: (url: string) => boolean
  /** Its checksum would tell a wrong length too, but only at the end, which may never come. */
  readonly mayBring: (url: string, length: string | undefined) => boolean
}

function tame(updater: AppUpdater, { feed, mayAsk, mayBring }: Tamed): AppUpdater {
  updater.autoDownload = false
  updater.autoInstallOnAppQuit = false
  updater.allowDowngrade = false
  updater.allowPrerelease = false
  // Parts of the old version would be asked for in many requests; one whole file is one line in the request log.
  updater.disableDifferentialDownload = true
  updater.disableWebInstaller = true
  updater.logger = null
  updater.setFeedURL(feed)
  const { webRequest } = updater.netSession
  webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayAsk(url) }))
  webRequest.onHeadersReceived(({ url, responseHeaders = {} }, answer) => {
    const [, lengths] = Object.entries(responseHeaders).find(([name]) => name.toLowerCase() === 'content-length') ?? []
    answer({ cancel: !mayBring(url, lengths?.[0]) })
  })
  // What it emits, its promises reject with too; unheard, the event alone would end the process.
  updater.on('error', () => undefined)
  return updater
}

/** As electron-builder names the file that tells the newest version. */
function listOf(platform: NodeJS.Platform, arch: NodeJS.Architecture): string {
  if (platform === 'win32') return 'latest.yml'
  if (platform === 'darwin') return 'latest-mac.yml'
  return arch === 'x64' ? 'latest-linux.yml' : `latest-linux-${arch}.yml`
}

/** What this installation is made of: a list names the files of all. */
function endingOf(updater: AppUpdater, platform: NodeJS.Platform): string {
  if (platform === 'win32') return '.exe'
  if (platform === 'darwin') return '.zip'
  return updater instanceof electronUpdater.DebUpdater ? '.deb' : '.AppImage'
}

const notGenuine: readonly unknown[] = ['ERR_CHECKSUM_MISMATCH', 'ERR_UPDATER_INVALID_SIGNATURE', 'ERR_UPDATER_NO_CHECKSUM']

function translate(error: unknown, host: string | undefined): AppError {
  if (error instanceof AppError) return error
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (notGenuine.includes(code)) return new AppError(updateError.notGenuine)
  return new AppError(networkError.unreachable, { host: host === undefined ? '' : new URL(host).host })
}
