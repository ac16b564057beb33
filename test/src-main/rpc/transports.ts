import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { MessageChannel } from 'node:worker_threads'
import { expect, vi } from 'vitest'
import { WebSocketServer, WebSocket as WsSocket } from 'ws'
import { childPort } from '../../../src-main/rpc/child-port.ts'
import { connect } from '../../../src-shared/rpc/client.ts'
import type { Client } from '../../../src-shared/rpc/contract.ts'
import { serve } from '../../../src-shared/rpc/host.ts'
import { messagePort } from '../../../src-shared/rpc/message-port.ts'
import type { Port } from '../../../src-shared/rpc/port.ts'
import { type SocketLike, socketPort } from '../../../src-shared/rpc/socket-port.ts'
import { probe, probeOptions, token } from './probe.ts'

/** A served probe and the caller's end of a real transport to it. */
export interface Line extends AsyncDisposable {
  readonly port: Port
  readonly notes: readonly string[]
  /** Either side gone without a word, as far as the transport allows. */
  loseHost(): void
  loseCaller(): void
}

export const transports = [
  { transport: 'a message channel', open: overMessageChannel },
  { transport: 'a web socket', open: () => overSocket((url) => new WsSocket(url)) },
  { transport: "the page's web socket", open: () => overSocket((url) => new WebSocket(url)) },
  { transport: 'a child process', open: overChild },
]

export const call = ({ port }: Line): Client<typeof probe> & Disposable => connect(port, probe, { token })

export const expectNoted = ({ notes }: Line, note: string): Promise<void> =>
  vi.waitFor(() => expect(notes).toContain(note), { timeout: 10_000, interval: 5 })

async function overMessageChannel(): Promise<Line> {
  const { port1, port2 } = new MessageChannel()
  const notes: string[] = []
  const port = messagePort(port1)
  const host = serve(
    messagePort(port2),
    probe,
    probeOptions((note) => notes.push(note)),
  )
  return {
    port,
    notes,
    loseHost: () => port2.close(),
    loseCaller: () => port1.close(),
    async [Symbol.asyncDispose]() {
      port.close()
      host[Symbol.dispose]()
    },
  }
}

async function overSocket(dial: (url: string) => SocketLike): Promise<Line> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  const notes: string[] = []
  server.on('connection', (socket) =>
    serve(
      socketPort(socket),
      probe,
      probeOptions((note) => notes.push(note)),
    ),
  )
  await once(server, 'listening')
  const socket = dial(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const port = socketPort(socket)
  return {
    port,
    notes,
    loseHost: () => server.clients.forEach((client) => void client.terminate()),
    loseCaller: () => (socket instanceof WsSocket ? socket.terminate() : socket.close(4001, '')),
    async [Symbol.asyncDispose]() {
      port.close()
      for (const client of server.clients) client.terminate()
      server.close()
    },
  }
}

async function overChild(): Promise<Line> {
  const child = forkProbe('./probe-child.ts')
  const notes: string[] = []
  if (child.stdout) createInterface(child.stdout).on('line', (note) => notes.push(note))
  const port = childPort(child)
  return {
    port,
    notes,
    loseHost: () => child.kill('SIGKILL'),
    loseCaller: () => child.disconnect(),
    async [Symbol.asyncDispose]() {
      port.close()
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL')
        await once(child, 'exit')
      }
    },
  }
}

export function forkProbe(script: string): ChildProcess {
  return fork(fileURLToPath(new URL(script, import.meta.url)), {
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    execArgv: [],
  })
}
