import { z } from 'zod'
import { call, stream } from '../rpc/contract.ts'

export const updateFound = z.object({
  version: z.string(),
  size_bytes: z.int().nonnegative(),
  /** Where it would be downloaded from. */
  address: z.url({ protocol: /^https$/ }),
})
export type UpdateFound = z.infer<typeof updateFound>

export const updateProgress = z.object({ done_bytes: z.int(), total_bytes: z.int() })
export type UpdateProgress = z.infer<typeof updateProgress>

/** New versions of Hearth. Nothing is asked, fetched or installed but by these calls, each of which a person starts. */
export const updates = {
  /** Asks the update host; null when this version is the newest. */
  look: call(z.void(), updateFound.nullable()),
  /** Fetches what `look` found; its signature or checksum is checked before the stream ends. */
  download: stream(z.void(), updateProgress),
  /** Ends Hearth and installs what was downloaded. */
  install: call(z.void(), z.void()),
}

export const updateError = {
  /** This build has no update host, or it is no packaged app. */
  noHost: 'updates.no_host',
  /** What came is not what was announced, or is not signed by the same publisher. It was thrown away. */
  notGenuine: 'updates.not_genuine',
  /** There is nothing to download or to install: look first. */
  nothingFound: 'updates.nothing_found',
} as const
