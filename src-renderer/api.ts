import { desktop } from '../src-shared/desktop/contract.ts'
import { connect } from '../src-shared/rpc/client.ts'
import type { Client } from '../src-shared/rpc/contract.ts'
import { messagePort } from '../src-shared/rpc/message-port.ts'
import type { Port } from '../src-shared/rpc/port.ts'
import { openSocket } from './connection/open-socket.ts'
import { provenSocketAddress } from './connection/prove-token.ts'

/** The core, as the page calls it. */
export type Api = Client<typeof desktop>

export interface Connection {
  /** Disposed, it lets go of the connection. */
  readonly api: Api & Disposable
  /** Resolves with the reason when the core is gone; nothing can be called from then on. */
  readonly closed: Promise<string>
}

/** Connects to the core: through the port the preload handed over, or through the socket of the server that served the page. */
export async function connectToCore(): Promise<Connection> {
  const port = (await handedPort()) ?? (await openSocket(await provenSocketAddress(location)))
  return await new Promise((resolve) => {
    const closed = new Promise<string>((tell) => {
      const api = connect(port, desktop, { name: 'page', onClose: (error) => tell(error.code) })
      queueMicrotask(() => resolve({ api, closed }))
    })
  })
}

/** In the window the preload posts one port; on a served page nobody does, and the address carries the token instead. */
async function handedPort(): Promise<Port | undefined> {
  if (location.protocol.startsWith('http')) return undefined
  return await new Promise((resolve) => {
    // One port is handed over for each question: the listener of an earlier connection would hold the frames of this one.
    const answered = new AbortController()
    const listen = ({ data, ports: [port], source }: MessageEvent): void => {
      if (data !== 'hearth-port' || !port || source !== window) return
      answered.abort()
      resolve(messagePort(port, { transfer: false }))
    }
    addEventListener('message', listen, { signal: answered.signal })
    window.postMessage('hearth-ready')
  })
}
