import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface BrokenWire extends AsyncDisposable {
  readonly port: number
  /** Resets every connection there is; new ones pass. */
  reset(): void
  /** From now on nothing passes, and nobody is told: not of this, nor of an end. New connections are taken and left alone. */
  stall(): void
  /** Only what the page says is lost from now on. */
  loseUp(): void
  /** Only what the shell says is lost from now on. */
  loseDown(): void
  /** Resets every connection, also those that are tried from now on. */
  refuse(): void
  /** What was held is reset; from now on all passes again. */
  mend(): void
}

type Passing = 'both' | 'up' | 'down' | 'none'

/** A wire between the page and its shell that tests cut, stall and mend. */
export async function brokenWire(toPort: number): Promise<BrokenWire> {
  const sockets = new Set<Socket>()
  const now: { passing: Passing; isRefusing: boolean } = { passing: 'both', isRefusing: false }

  const join = (from: Socket, to: Socket, isOpen: () => boolean): void => {
    sockets.add(from)
    from.on('data', (data) => {
      if (isOpen()) to.write(data)
    })
    from.on('error', () => {})
    from.on('close', () => {
      sockets.delete(from)
      if (isOpen()) to.end()
    })
  }

  const server = createServer((page) => {
    if (now.isRefusing) return void page.resetAndDestroy()
    const shell = connect(toPort, '127.0.0.1')
    join(page, shell, () => now.passing === 'both' || now.passing === 'up')
    join(shell, page, () => now.passing === 'both' || now.passing === 'down')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  const reset = (): void => {
    for (const socket of sockets) socket.resetAndDestroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    reset,
    stall() {
      now.passing = 'none'
    },
    loseUp() {
      now.passing = 'down'
    },
    loseDown() {
      now.passing = 'up'
    },
    refuse() {
      now.isRefusing = true
      reset()
    },
    mend() {
      Object.assign(now, { passing: 'both', isRefusing: false })
      reset()
    },
    async [Symbol.asyncDispose]() {
      reset()
      server.close()
      await once(server, 'close')
    },
  }
}
