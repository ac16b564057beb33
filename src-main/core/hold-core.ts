import { desktop } from '../../src-shared/desktop/contract.ts'
import { serve } from '../../src-shared/rpc/host.ts'
import type { Port } from '../../src-shared/rpc/port.ts'
import { relay } from '../rpc/relay.ts'
import { joinSocket } from '../rpc/socket-server.ts'
import { type CoreOptions, createApp } from './app.ts'
import { listenLocally, localAddress } from './local-socket.ts'

/** A core in this process, or the way to one in another. */
export interface HeldCore extends AsyncDisposable {
  readonly isJoined: boolean
  /** Rejects, and leaves the port alone, when the core is gone. */
  attach(port: Port): Promise<void>
}

/** The holder of the folder's lock runs the core and lets others join. */
export async function runCore(options: CoreOptions, lock: Disposable): Promise<HeldCore> {
  await using started = new AsyncDisposableStack()
  started.use(lock)
  const app = started.use(await createApp(options))
  const onError = (path: string, error: unknown): void => options.log.error({ path, err: error }, 'call failed')
  const ports = started.use(createPortSet('Hearth was closed'))
  const answer = (port: Port): void => void serve(ports.keep(port), desktop, { ...app, onError })
  started.use(await listenLocally(options.config.dataFolder, answer))
  const running = started.move()
  return { isJoined: false, attach: async (port) => answer(port), [Symbol.asyncDispose]: () => running.disposeAsync() }
}

/** Passes frames on to the core that another process runs. */
export function joinCore(dataFolder: string): HeldCore {
  const ports = createPortSet('Hearth was closed')
  return {
    isJoined: true,
    attach: async (port) => relay(port, ports.keep(await joinSocket(localAddress(dataFolder)))),
    [Symbol.asyncDispose]: async () => ports[Symbol.dispose](),
  }
}

interface PortSet extends Disposable {
  /** The same port, closed with the set unless it closed before. */
  keep(port: Port): Port
}

function createPortSet(reason: string): PortSet {
  const open = new Set<Port>()
  return {
    keep(port) {
      open.add(port)
      const listen: Port['listen'] = (onFrame, onClose) =>
        port.listen(onFrame, (why) => {
          open.delete(port)
          onClose(why)
        })
      return { ...port, listen }
    },
    [Symbol.dispose]: () => open.forEach((port) => void port.close(reason)),
  }
}
