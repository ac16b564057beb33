import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import type { Port } from '../../src-shared/rpc/port.ts'
import { socketPort } from '../../src-shared/rpc/socket-port.ts'

/** A browser waits minutes for a server that took the call and says nothing. */
const patienceMs = 10_000

/** Resolves when the socket is open. Errors: `disconnected`. */
export async function openSocket(address: string): Promise<Port> {
  const socket = new WebSocket(address)
  // It listens from the beginning: what the core says first is kept.
  const port = socketPort(socket)
  await new Promise<void>((resolve, reject) => {
    const fail = (): void => {
      clearTimeout(timer)
      socket.close()
      reject(new AppError(rpcError.disconnected))
    }
    const timer = setTimeout(fail, patienceMs)
    socket.addEventListener('error', fail)
    socket.addEventListener('open', () => {
      clearTimeout(timer)
      resolve()
    })
  })
  return port
}
