import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Port } from '../../src-shared/rpc/port.ts'
import { refusePort } from '../rpc/refuse-port.ts'
import { type ClosedCoreDeps, createClosedCore } from './closed-core.ts'
import type { Core } from './open-core.ts'

export interface OpenOnDemandOptions extends Omit<ClosedCoreDeps, 'open'> {
  readonly open: (passphrase: string | undefined) => Promise<Core>
  /** Why it could not be opened; its callers are told too. */
  readonly onFault: (error: unknown) => void
}

export interface CoreOnDemand extends AsyncDisposable {
  /** Opens it, unless it is open. Errors: why it could not be opened. */
  open(): Promise<Core>
  /** Serves the port as soon as the core is open, or tells it why it is not and lets it do something about that. */
  attach(port: Port): void
}

/** A core that could not be opened is tried again with the next caller: the disk may have room, the other app may be closed. */
export function openOnDemand({ open, onFault, ...deps }: OpenOnDemandOptions): CoreOnDemand {
  let opening: Promise<Core> | undefined

  async function opened(passphrase: string | undefined): Promise<Core> {
    opening ??= open(passphrase)
    const mine = opening
    try {
      return await mine
    } catch (error) {
      if (opening === mine) {
        opening = undefined
        onFault(error)
      }
      throw error
    }
  }

  /** A try that is on its way knows nothing of this passphrase. */
  async function openWith(passphrase: string | undefined): Promise<Core> {
    await opening?.catch(() => undefined)
    return await opened(passphrase)
  }

  const closed = createClosedCore({ ...deps, open: openWith })

  async function attach(port: Port): Promise<void> {
    try {
      const core = await opened(deps.passphrase)
      await core.attach(port)
    } catch (error) {
      if (error instanceof AppError) closed.serve(port, error)
      else refusePort(port, error)
    }
  }

  return {
    open: () => opened(deps.passphrase),
    attach: (port) => void attach(port),
    async [Symbol.asyncDispose]() {
      const core = await opening?.catch(() => undefined)
      await core?.[Symbol.asyncDispose]()
    },
  }
}
