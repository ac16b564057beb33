import { EventEmitter } from 'node:events'
import http from 'node:http'

type Answer = (response: { readonly cancel?: boolean }) => void
interface Details {
  readonly url: string
  readonly responseHeaders?: Readonly<Record<string, string[]>>
}
type Hook = (details: Details, answer: Answer) => void

interface Wanted {
  readonly hostname?: string
  readonly path?: string
  readonly headers?: http.OutgoingHttpHeaders
}

/** What a test sets and looks at: this module is what electron-updater gets where it requires `electron`. */
export const outside = {
  /** Where https://updates.test/ is. */
  port: 0,
  userData: '',
  version: '1.2.0',
  blocked: [] as string[],
  quits: 0,
}

const hooks: { before: Hook; headers: Hook } = { before: (_, answer) => answer({}), headers: (_, answer) => answer({}) }
const connections = new Set<http.ClientRequest>()

export const session = {
  fromPartition: () => ({
    webRequest: {
      onBeforeRequest: (before: Hook) => {
        hooks.before = before
      },
      onHeadersReceived: (headers: Hook) => {
        hooks.headers = headers
      },
    },
    closeAllConnections: async () => {
      for (const connection of connections) connection.destroy()
    },
  }),
}

/** As Electron's: asks the session first, follows no redirect by itself. The name of the host is resolved to this machine. */
export const net = {
  request({ hostname = '', path = '/', headers = {} }: Wanted) {
    const emitter = new EventEmitter()
    const url = `https://${hostname}${path}`
    let inner: http.ClientRequest | undefined
    const fail = (error: Error): void => void setImmediate(() => emitter.emit('error', error))
    const receive = (response: http.IncomingMessage): void => {
      const length = response.headers['content-length']
      const responseHeaders: Record<string, string[]> = length === undefined ? {} : { 'Content-Length': [length] }
      hooks.headers({ url, responseHeaders }, ({ cancel = false }) => {
        if (!cancel) return void emitter.emit('response', response)
        inner?.destroy()
        outside.blocked.push(url)
        fail(new Error('net::ERR_BLOCKED_BY_CLIENT'))
      })
    }
    const end = (): void =>
      hooks.before({ url }, ({ cancel = false }) => {
        if (cancel) outside.blocked.push(url)
        if (cancel || hostname !== 'updates.test') return fail(new Error('net::ERR_BLOCKED_BY_CLIENT'))
        inner = http.get({ host: '127.0.0.1', port: outside.port, path, headers, agent: false }, (response) => {
          const { statusCode = 0, headers: sent } = response
          const isRedirect = statusCode >= 300 && statusCode < 400 && sent.location !== undefined
          if (isRedirect) emitter.emit('redirect', statusCode, 'GET', new URL(sent.location ?? '', url).href)
          else receive(response)
        })
        connections.add(inner)
        inner.on('close', () => inner && connections.delete(inner))
        inner.on('error', (error) => emitter.emit('error', error))
      })
    return Object.assign(emitter, { end, abort: () => inner?.destroy() })
  },
}

export const app = {
  isPackaged: true,
  getVersion: () => outside.version,
  getName: () => 'hearth',
  getAppPath: () => outside.userData,
  getPath: () => outside.userData,
  whenReady: async () => undefined,
  once: () => undefined,
  quit: () => {
    outside.quits += 1
  },
}

export const autoUpdater = new EventEmitter()
