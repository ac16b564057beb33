import type { IncomingMessage, Server } from 'node:http'
import { WebSocket, WebSocketServer } from 'ws'
import type { Port } from '../../src-shared/rpc/port.ts'
import { socketPort } from '../../src-shared/rpc/socket-port.ts'

/** Import of a large file as bytes is the largest frame there is. */
const maxPayloadBytes = 512 * 1024 * 1024

export interface SocketServerOptions {
  /** Whether this request may open a socket at all. */
  readonly allow: (request: IncomingMessage) => boolean
  readonly onPort: (port: Port) => void
}

/** Turns every WebSocket that is opened on `server` into a port. */
export function acceptSockets(server: Server, { allow, onPort }: SocketServerOptions): AsyncDisposable {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxPayloadBytes })
  server.on('upgrade', (request, socket, head) => {
    if (!allow(request)) {
      // Nobody else listens to a socket that is handed over here: one that is reset would end the process.
      socket.on('error', () => undefined)
      return socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => onPort(socketPort(webSocket)))
  })
  return {
    async [Symbol.asyncDispose]() {
      for (const socket of sockets.clients) socket.terminate()
      await new Promise((resolve) => sockets.close(resolve))
    },
  }
}

/** Opens a socket to a core that listens on a local address. Rejects when nobody does. */
export async function joinSocket(path: string): Promise<Port> {
  const socket = new WebSocket(`ws+unix:${path}:/`, { maxPayload: maxPayloadBytes })
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  return socketPort(socket)
}
