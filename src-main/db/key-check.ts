import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { writeFileDurably } from './durable-file.ts'
import { keyCheckPath } from './store-files.ts'

/** Remembers which key belongs to the store: with a wrong key a file looks just like a damaged one. The key is random, so its hash tells nothing. */
export function rememberKey(folder: string, key: string): void {
  if (!existsSync(keyCheckPath(folder))) writeFileDurably(keyCheckPath(folder), `${JSON.stringify({ sha256: hashOf(key) })}\n`)
}

/** True when it is known to be the key of the store in this folder. */
export function isKnownKey(folder: string, key: string): boolean {
  if (!existsSync(keyCheckPath(folder))) return false
  return readFileSync(keyCheckPath(folder), 'utf8').includes(hashOf(key))
}

const hashOf = (key: string): string => createHash('sha256').update(`hearth key check ${key}`).digest('hex')
