import { setTimeout as delay } from 'node:timers/promises'
import { startError } from '../../src-shared/desktop/app.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Port } from '../../src-shared/rpc/port.ts'
import { lockFolder } from '../db/folder-lock.ts'
import { joinSocket } from '../rpc/socket-server.ts'
import type { CoreOptions } from './app.ts'
import { type HeldCore, joinCore, runCore } from './hold-core.ts'
import { localAddress } from './local-socket.ts'
import { startFault } from './start-fault.ts'

export interface Core extends AsyncDisposable {
  /** True while another process holds the data folder and this one only passes frames on to it. */
  readonly isJoined: boolean
  /**
   * Answers what comes over `port`. Whoever hands a port in has checked who is at its other end. Rejects, and leaves the port
   * alone, when the core that was joined is gone and none could take its place.
   */
  attach(port: Port): Promise<void>
}

/** Tries to join a core that is just starting or stopping, before it gives up. */
const joinAttempts = 20
const joinPauseMs = 150

/**
 * Runs the core of a data folder, or joins the one that does: there is never a second. When a core that was joined ends, the
 * next caller makes this process take its place. Errors: `startError`.
 */
export async function openCore(options: CoreOptions): Promise<Core> {
  const current = { held: await runOrJoin(options) }
  let opening: Promise<HeldCore> | undefined

  /** Once for all callers that found the same core gone. */
  async function replace(gone: HeldCore): Promise<HeldCore> {
    if (current.held !== gone) return current.held
    opening ??= runOrJoin(options).finally(() => {
      opening = undefined
    })
    current.held = await opening
    return current.held
  }

  async function attach(port: Port): Promise<void> {
    const { held } = current
    try {
      await held.attach(port)
    } catch {
      const next = await replace(held)
      await next.attach(port)
    }
  }

  return {
    get isJoined() {
      return current.held.isJoined
    },
    attach,
    async [Symbol.asyncDispose]() {
      await opening?.catch(() => undefined)
      await current.held[Symbol.asyncDispose]()
    },
  }
}

async function runOrJoin(options: CoreOptions): Promise<HeldCore> {
  const { dataFolder } = options.config
  try {
    for (let attempt = 0; attempt < joinAttempts; attempt++) {
      const lock = lockFolder(dataFolder)
      if (lock) return await runCore(options, lock)
      if (await canJoin(dataFolder)) return joinCore(dataFolder)
      await delay(joinPauseMs)
    }
  } catch (error) {
    throw startFault(error, dataFolder)
  }
  throw new AppError(startError.alreadyRunning, { folder: dataFolder })
}

async function canJoin(dataFolder: string): Promise<boolean> {
  try {
    const port = await joinSocket(localAddress(dataFolder))
    port.close()
    return true
  } catch {
    return false
  }
}
