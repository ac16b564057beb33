import { updateError, type updates } from '../../src-shared/desktop/updates.ts'
import type { FeatureClient, FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { shell as contract } from '../../src-shared/shell/shell.ts'
import type { Gate } from '../network/gate.ts'

export interface UpdateDeps {
  /** The window's shell, which looks, downloads and installs; absent where the page is in a browser. */
  readonly shell: FeatureClient<typeof contract> | undefined
  readonly gate: Pick<Gate, 'admit'>
}

/** The update host is asked by the shell, but only when the gate of all requests let it, and listed there. */
export function createUpdateHandlers({ shell, gate }: UpdateDeps): FeatureHandlers<typeof updates> {
  let found: string | undefined

  async function look(signal: AbortSignal) {
    const source = await shell?.updateSource(undefined, signal)
    if (!shell || !source) throw new AppError(updateError.noHost)
    const request = gate.admit({ url: source.address, reason: 'updates.look' })
    try {
      const update = await shell.lookForUpdate(undefined, signal)
      found = update?.address
      request.close('200')
      return update
    } catch (error) {
      throw request.fail(error)
    }
  }

  async function* download(signal: AbortSignal) {
    if (!shell || found === undefined) throw new AppError(updateError.nothingFound)
    const request = gate.admit({ url: found, reason: 'updates.download' })
    let counted = 0
    try {
      for await (const progress of shell.downloadUpdate(undefined, signal)) {
        request.count(progress.done_bytes - counted)
        counted = progress.done_bytes
        yield progress
      }
      request.close('200')
    } catch (error) {
      throw request.fail(error)
    } finally {
      request.close('aborted')
    }
  }

  return {
    look: (_, signal) => look(signal),
    download: (_, signal) => download(signal),
    async install(_, signal) {
      if (!shell) throw new AppError(updateError.nothingFound)
      await shell.installUpdate(undefined, signal)
    },
  }
}
