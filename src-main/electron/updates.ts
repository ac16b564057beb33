import { readFileSync } from 'node:fs'
import electronUpdater, { type AppUpdater } from 'electron-updater'
import { networkError } from '../../src-shared/desktop/network.ts'
import { type UpdateFound, type UpdateProgress, updateError } from '../../src-shared/desktop/updates.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { streamEvents } from '../engine/event-stream.ts'

export interface UpdatesDeps {
  /** `app-update.yml` of a packaged app that was built with an update host. */
  readonly file: string | undefined
  readonly platform: NodeJS.Platform
  readonly arch: NodeJS.Architecture
  /** Closes the store; nothing of Hearth runs any more when it resolves. */
  readonly endCore: () => Promise<void>
}

export interface Updates {
  source(): { readonly address: string } | null
  look(): Promise<UpdateFound | null>
  download(signal: AbortSignal): AsyncIterable<UpdateProgress>
  install(): Promise<void>
}

/**
 * electron-updater, kept short: it asks, downloads and installs only when told, only from the update host, only newer versions. What
 * it downloads it checks: by publisher on Windows, by the app's own signature on macOS, by SHA-512 on Linux.
 */
export function createUpdates({ file, platform, arch, endCore }: UpdatesDeps): Updates {
  const host = file === undefined ? undefined : readHost(file)
  const address = host === undefined ? undefined : new URL(listOf(platform, arch), host).href
  let open = 0
  let ready: AppUpdater | undefined
  let isDownloaded = false

  function updater(): AppUpdater {
    if (host === undefined) throw new AppError(updateError.noHost)
    ready ??= tame(electronUpdater.autoUpdater, (url) => open > 0 && URL.parse(url)?.origin === new URL(host).origin)
    return ready
  }

  /** Outside of `work` not even the updater itself reaches the network. */
  async function asking<T>(work: (updater: AppUpdater) => Promise<T>): Promise<T> {
    const asked = updater()
    open += 1
    try {
      return await work(asked)
    } catch (error) {
      throw translate(error, host)
    } finally {
      open -= 1
    }
  }

  return {
    source: () => (address === undefined ? null : { address }),
    look: () =>
      asking(async (asked) => {
        const { isUpdateAvailable = false, updateInfo } = (await asked.checkForUpdates()) ?? {}
        const [file] = updateInfo?.files ?? []
        if (!isUpdateAvailable || updateInfo === undefined || file === undefined) return null
        return { version: updateInfo.version, size_bytes: file.size ?? 0, address: new URL(file.url, host).href }
      }),
    download: (signal) =>
      streamEvents<UpdateProgress>(async (emit) => {
        const token = new electronUpdater.CancellationToken()
        signal.addEventListener('abort', () => token.cancel(), { once: true })
        const tell = (p: { transferred: number; total: number }) => emit({ done_bytes: p.transferred, total_bytes: p.total })
        await asking(async (asked) => {
          asked.on('download-progress', tell)
          try {
            await asked.downloadUpdate(token)
            isDownloaded = true
          } finally {
            asked.off('download-progress', tell)
          }
        })
      }, signal),
    async install() {
      if (!isDownloaded) throw new AppError(updateError.nothingFound)
      await endCore()
      updater().quitAndInstall(false, true)
    },
  }
}

function tame(updater: AppUpdater, mayAsk: (url: string) => boolean): AppUpdater {
  updater.autoDownload = false
  updater.autoInstallOnAppQuit = false
  updater.allowDowngrade = false
  updater.allowPrerelease = false
  // Parts of the old version would be asked for in many requests; one whole file is one line in the request log.
  updater.disableDifferentialDownload = true
  updater.disableWebInstaller = true
  updater.logger = null
  updater.netSession.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayAsk(url) }))
  // What it emits, its promises reject with too; unheard, the event alone would end the process.
  updater.on('error', () => undefined)
  return updater
}

function readHost(file: string): string | undefined {
  try {
    const [, url] = /^url: ['"]?(https:\/\/[^\s'"]+)['"]?$/m.exec(readFileSync(file, 'utf8')) ?? []
    return url === undefined ? undefined : url.replace(/\/*$/, '/')
  } catch {
    return undefined
  }
}

/** As electron-builder names the file that tells the newest version. */
function listOf(platform: NodeJS.Platform, arch: NodeJS.Architecture): string {
  if (platform === 'win32') return 'latest.yml'
  if (platform === 'darwin') return 'latest-mac.yml'
  return arch === 'x64' ? 'latest-linux.yml' : `latest-linux-${arch}.yml`
}

const notGenuine: readonly unknown[] = ['ERR_CHECKSUM_MISMATCH', 'ERR_UPDATER_INVALID_SIGNATURE', 'ERR_UPDATER_NO_CHECKSUM']

function translate(error: unknown, host: string | undefined): AppError {
  if (error instanceof AppError) return error
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (notGenuine.includes(code)) return new AppError(updateError.notGenuine)
  return new AppError(networkError.unreachable, { host: host === undefined ? '' : new URL(host).host })
}
