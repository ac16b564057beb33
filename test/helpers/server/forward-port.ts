import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { pipeline, Transform } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'

export interface ForwardedPort extends AsyncDisposable {
  /** How often whoever connected has said something. */
  heard(): number
}

/**
 * Who connects to `from` reaches `to`; closed, nobody listens there any more, and what was connected is cut off. What `to` says
 * arrives so much later.
 */
export async function forwardPort(from: number, to: number, lateMs: () => number = () => 0): Promise<ForwardedPort> {
  const open = new Set<Socket>()
  const state = { heard: 0 }
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1')
    for (const socket of [near, far]) {
      open.add(socket)
      socket.once('close', () => open.delete(socket))
    }
    near.on('data', () => state.heard++)
    // However one end goes, the other goes too.
    pipeline(near, far, () => far.destroy())
    pipeline(far, lateBy(lateMs), near, () => near.destroy())
  })
  server.listen(from, '127.0.0.1')
  await once(server, 'listening')
  return {
    heard: () => state.heard,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}

/** Each so much after it came, however many are under way: an answer in several parts is late once. */
function lateBy(lateMs: () => number): Transform {
  const state = { sent: Promise.resolve() }
  const stream = new Transform({
    transform(chunk, _encoding, done) {
      const ms = lateMs()
      const isDue = ms === 0 ? Promise.resolve() : delay(ms, undefined, { ref: false })
      state.sent = state.sent.then(() => isDue).then(() => void (stream.destroyed || stream.push(chunk)))
      done()
    },
    flush: (done) => void state.sent.then(() => done()),
  })
  return stream
}
