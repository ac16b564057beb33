import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartFault } from '../start-fault.ts'

/** As of `JWT_SECRET_KEY`. */
const leastBytes = 32

/** Made once, readable by this user only; whole on the disk before it is used, or not there. Errors: `StartFault`. */
export function secretOf(folder: string): string {
  const file = join(folder, 'secret.key')
  if (!existsSync(file)) makeSecret(folder, file)
  const secret = readFileSync(file, 'utf8')
  if (Buffer.byteLength(secret.trim()) < leastBytes) throw new StartFault(tooShort(file))
  return secret
}

function makeSecret(folder: string, file: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const half = `${file}.new`
  writeFileSync(half, randomBytes(leastBytes).toString('hex'), { mode: 0o600, flush: true })
  renameSync(half, file)
  syncFolder(folder)
}

/** Windows has no way to sync a folder and needs none. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

const tooShort = (file: string): string =>
  `The secret in ${file} has fewer than ${leastBytes} bytes: it was not written whole, or something else was written there. ` +
  'Put it back from a backup, or delete the file: the next start makes another one, and says what to do if keys were sealed with it.'
