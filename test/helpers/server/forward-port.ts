import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { pipeline, Transform } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * Who connects to `from` reaches `to`; closed, nobody listens there any more, and what was connected is cut off. What `to` says
 * arrives so much later.
 */
export async function forwardPort(from: number, to: number, lateMs: () => number = () => 0): Promise<AsyncDisposable> {
  const open = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1')
    for (const socket of [near, far]) {
      open.add(socket)
      socket.once('close', () => open.delete(socket))
    }
    // However one end goes, the other goes too.
    pipeline(near, far, () => far.destroy())
    pipeline(far, lateBy(lateMs), near, () => near.destroy())
  })
  server.listen(from, '127.0.0.1')
  await once(server, 'listening')
  return {
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}

const lateBy = (lateMs: () => number): Transform =>
  new Transform({
    transform(chunk, _encoding, done) {
      if (lateMs() === 0) done(null, chunk)
      else void delay(lateMs(), undefined, { ref: false }).then(() => done(null, chunk))
    },
  })
