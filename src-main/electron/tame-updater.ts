import type { AppUpdater } from 'electron-updater'
import type { SignedProviderOptions } from './signed-provider.ts'

export interface Tamed {
  readonly feed: SignedProviderOptions
  readonly mayAsk: (url: string) => boolean
  /** Its checksum would tell a wrong length too, but only at the end, which may never come. */
  readonly mayBring: (url: string, length: string | undefined) => boolean
}

/** Nothing happens by itself, and every request is asked about. */
export function tameUpdater(updater: AppUpdater, { feed, mayAsk, mayBring }: Tamed): AppUpdater {
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
