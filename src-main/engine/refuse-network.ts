import { syncBuiltinESMExports } from 'node:module'
import { Socket } from 'node:net'

/**
 * Takes the ways to the network from this process: a document can make a parser do what it was not meant to. Every built-in
 * that opens a socket throws instead, for `import` and `require` alike, and the web's own (fetch, WebSocket, EventSource) are
 * gone. Together with `--permission` (no children, no addons, no writing, so no way to a fresh copy of a built-in) this is
 * as far as Node 24 goes; it has no permission for sockets.
 */
export function refuseNetwork(): void {
  for (const name of ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']) Reflect.deleteProperty(globalThis, name)
  for (const [module, names] of Object.entries(doors)) {
    const opened = process.getBuiltinModule(module)
    for (const name of names) if (opened && name in opened) Reflect.set(opened, name, refuse)
  }
  Socket.prototype.connect = refuse
  syncBuiltinESMExports()
}

const doors: Readonly<Record<string, readonly string[]>> = {
  'node:net': ['connect', 'createConnection', 'createServer'],
  'node:tls': ['connect', 'createServer'],
  'node:http': ['request', 'get', 'createServer'],
  'node:https': ['request', 'get', 'createServer'],
  'node:http2': ['connect', 'createServer', 'createSecureServer'],
  'node:dgram': ['createSocket'],
  'node:dns': ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveTxt', 'reverse'],
  'node:dns/promises': ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveTxt', 'reverse'],
}

function refuse(): never {
  throw new Error('The process that reads documents has no network')
}
