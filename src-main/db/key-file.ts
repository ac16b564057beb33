import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { writeFileDurably } from './durable-file.ts'
import { wrappedKey } from './wrapped-key.ts'

/** A database key: 32 bytes as 64 hex digits. */
export const databaseKey = z.string().regex(/^[0-9a-f]{64}$/)

/** How the key of a store is kept: as it is, readable by its owner; by the system's secret store; or wrapped by a passphrase. */
export const keyFile = z.discriminatedUnion('mode', [
  z.object({ format: z.literal('hearth.key'), version: z.literal(1), mode: z.literal('file'), key: databaseKey }),
  z.object({ format: z.literal('hearth.key'), version: z.literal(1), mode: z.literal('system'), name: z.string() }),
  z.object({ format: z.literal('hearth.key'), version: z.literal(1), mode: z.literal('passphrase'), wrapped: wrappedKey }),
])
export type KeyFile = z.infer<typeof keyFile>

export const keyFilePath = (folder: string): string => join(folder, 'key.json')

/** Undefined when there is none; a file that is no key file throws. */
export function readKeyFile(folder: string): KeyFile | undefined {
  const path = keyFilePath(folder)
  return existsSync(path) ? keyFile.parse(JSON.parse(readFileSync(path, 'utf8'))) : undefined
}

export function writeKeyFile(folder: string, content: KeyFile): void {
  writeFileDurably(keyFilePath(folder), `${JSON.stringify(content, null, 2)}\n`)
}

/** Takes the file away from other users of the machine; true when one could have read it until now. */
export function closeToOthers(folder: string): boolean {
  const path = keyFilePath(folder)
  if (process.platform === 'win32' || !existsSync(path) || (statSync(path).mode & 0o077) === 0) return false
  chmodSync(path, 0o600)
  return true
}
