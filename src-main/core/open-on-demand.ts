import type { Port } from '../../src-shared/rpc/port.ts'
import { refusePort } from '../rpc/refuse-port.ts'
import type { Core } from './open-core.ts'

export interface OpenOnDemandOptions {
  readonly open: () => Promise<Core>
  /** Why it could not be opened; its callers are told too. */
  readonly onFault: (error: unknown) => void
}

export interface CoreOnDemand extends AsyncDisposable {
  /** Starts to open it, unless it is open. */
  open(): void
  /** Serves the port as soon as the core is open, or tells it why it is not. */
  attach(port: Port): void
}

/** A core that could not be opened is tried again with the next caller: the disk may have room, the other app may be closed. */
export function openOnDemand({ open, onFault }: OpenOnDemandOptions): CoreOnDemand {
  let opening: Promise<Core> | undefined

  async function opened(): Promise<Core> {
    opening ??= open()
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

  return {
    open: () => void opened().catch(() => undefined),
    attach(port) {
      void opened().then(
        (core) => core.attach(port),
        (error: unknown) => refusePort(port, error),
      )
    },
    async [Symbol.asyncDispose]() {
      const core = await opening?.catch(() => undefined)
      await core?.[Symbol.asyncDispose]()
    },
  }
}
