import { createHash } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startError } from '../../src-shared/desktop/app.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Port } from '../../src-shared/rpc/port.ts'
import { acceptSockets } from '../rpc/socket-server.ts'

/** A socket's path may have about 100 bytes; deeper data folders get theirs in a private folder of the temporary one. */
const longestPath = 100

/** Where the core of a data folder listens for the others of the same person. */
export function localAddress(dataFolder: string): string {
  const hash = createHash('sha256').update(dataFolder).digest('hex').slice(0, 24)
  if (platform() === 'win32') return `\\\\.\\pipe\\hearth-${hash}`
  const path = join(dataFolder, 'core.sock')
  if (Buffer.byteLength(path) <= longestPath) return path
  const folder = join(tmpdir(), `hearth-${process.getuid?.() ?? 0}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  refuseForeign(folder)
  return join(folder, `${hash}.sock`)
}

/** Anybody may make a folder of this name before us, and would then answer in our core's place. */
function refuseForeign(folder: string): void {
  const found = lstatSync(folder)
  const isOurs = found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0
  if (!isOurs) throw new AppError(startError.readOnly, { folder, reason: 'EACCES' })
}

/** Lets a second window or a command line join. Only the lock's holder may call this: it removes what a dead core left. */
export async function listenLocally(dataFolder: string, onPort: (port: Port) => void): Promise<AsyncDisposable> {
  const address = localAddress(dataFolder)
  if (platform() !== 'win32') rmSync(address, { force: true })
  const server = createServer((_, response) => response.writeHead(404).end())
  const sockets = acceptSockets(server, { allow: () => true, onPort })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(address, resolve))
  if (platform() !== 'win32') chmodSync(address, 0o600)
  return {
    async [Symbol.asyncDispose]() {
      await sockets[Symbol.asyncDispose]()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
