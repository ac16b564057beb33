import type { AppUpdater, CancellationToken } from 'electron-updater'
import type { UpdateProgress } from '../../src-shared/desktop/updates.ts'

export interface DownloadOptions {
  readonly updater: AppUpdater
  readonly token: CancellationToken
  readonly emit: (progress: UpdateProgress) => void
  readonly signal: AbortSignal
}

/** Fetches what was found last. */
export async function downloadUpdate({ updater, token, emit, signal }: DownloadOptions): Promise<void> {
  const cancel = (): void => {
    token.cancel()
    // The token alone leaves the line open.
    void updater.netSession.closeAllConnections()
  }
  const tell = ({ transferred, total }: { transferred: number; total: number }) =>
    emit({ done_bytes: transferred, total_bytes: total })
  signal.addEventListener('abort', cancel, { once: true })
  updater.on('download-progress', tell)
  try {
    await updater.downloadUpdate(token)
  } finally {
    signal.removeEventListener('abort', cancel)
    updater.off('download-progress', tell)
  }
}
