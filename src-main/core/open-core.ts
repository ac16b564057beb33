import { setTimeout as delay } from 'node:timers/promises'
import { startError } from '../../src-shared/desktop/app.ts'
import { desktop } from '../../src-shared/desktop/contract.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { serve } from '../../src-shared/rpc/host.ts'
import type { Port } from '../../src-shared/rpc/port.ts'
import { lockFolder } from '../db/folder-lock.ts'
import { relay } from '../rpc/relay.ts'
import { joinSocket } from '../rpc/socket-server.ts'
import { type CoreOptions, createApp } from './app.ts'
import { listenLocally, localAddress } from './local-socket.ts'
import { startFault } from './start-fault.ts'

export interface Core extends AsyncDisposable {
  /** True when another process holds the data folder and this one only passes frames on to it. */
  readonly isJoined: boolean
  /** Answers what comes over `port`. Whoever hands a port in has checked who is at its other end. */
  attach(port: Port): void
}

/** Tries to join a core that is just starting or stopping, before it gives up. */
const joinAttempts = 20
const joinPauseMs = 150

/** Runs the core of a data folder, or joins the one that does: there is never a second. Errors: `startError`. */
export async function openCore(options: CoreOptions): Promise<Core> {
  try {
    return await runOrJoin(options)
  } catch (error) {
    throw startFault(error, options.config.dataFolder)
  }
}

async function runOrJoin(options: CoreOptions): Promise<Core> {
  for (let attempt = 0; attempt < joinAttempts; attempt++) {
    const lock = lockFolder(options.config.dataFolder)
    if (lock) return await runCore(options, lock)
    const isThere = await canJoin(options.config.dataFolder)
    if (isThere) return joinCore(options.config.dataFolder)
    await delay(joinPauseMs)
  }
  throw new AppError(startError.alreadyRunning, { folder: options.config.dataFolder })
}

async function runCore(options: CoreOptions, lock: Disposable): Promise<Core> {
  await using started = new AsyncDisposableStack()
  started.use(lock)
  const app = started.use(await createApp(options))
  const onError = (path: string, error: unknown): void => options.log.error({ path, err: error }, 'call failed')
  const ports = new Set<Port>()
  const attach = (port: Port): void => {
    ports.add(port)
    serve(
      noticeClose(port, () => ports.delete(port)),
      desktop,
      { handlers: app.handlers, onError },
    )
  }
  started.defer(() => ports.forEach((port) => void port.close('Hearth was closed')))
  started.use(await listenLocally(options.config.dataFolder, attach))
  const running = started.move()
  return { isJoined: false, attach, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

function noticeClose(port: Port, onGone: () => void): Port {
  return {
    ...port,
    listen: (onFrame, onClose) =>
      port.listen(onFrame, (reason) => {
        onGone()
        onClose(reason)
      }),
  }
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

function joinCore(dataFolder: string): Core {
  const ports = new Set<Port>()
  return {
    isJoined: true,
    attach(port) {
      void joinSocket(localAddress(dataFolder)).then(
        (core) => {
          ports.add(core)
          relay(port, core)
        },
        () => port.close('The running core is gone'),
      )
    },
    async [Symbol.asyncDispose]() {
      for (const port of ports) port.close()
    },
  }
}
