import { randomBytes } from 'node:crypto'
import { chmodSync, lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { writeFileDurably } from '../db/durable-file.ts'

const dayMs = 86_400_000

/** However well it is kept: an address that lies in the histories of browsers is no good for ever. */
const goodForMs = 7 * dayMs

/** Where a shell of this data folder serves: the next one serves there again, so that a page that is still open finds it. */
const keptAddress = z.object({
  format: z.literal('hearth.address'),
  version: z.literal(1),
  token: z.string().min(32),
  port: z.int().min(1).max(65_535),
  made_at: z.int(),
})
export type KeptAddress = Pick<z.infer<typeof keptAddress>, 'token' | 'port' | 'made_at'>

export const keptAddressPath = (folder: string): string => join(folder, 'address.json')

/** Undefined when there is none that is good: too old, damaged, or somebody else could read it. */
export function readAddress(folder: string, now: number): KeptAddress | undefined {
  const path = keptAddressPath(folder)
  try {
    if (!isOwn(path)) return undefined
    const { token, port, made_at } = keptAddress.parse(JSON.parse(readFileSync(path, 'utf8')))
    return now - made_at > goodForMs ? undefined : { token, port, made_at }
  } catch {
    return undefined
  }
}

/** A folder that cannot be written to keeps none: the next shell serves somewhere else. */
export function keepAddress(folder: string, address: KeptAddress): void {
  const path = keptAddressPath(folder)
  try {
    writeFileDurably(path, `${JSON.stringify({ format: 'hearth.address', version: 1, ...address }, null, 2)}\n`)
    chmodSync(path, 0o600)
  } catch {
    // The shell serves all the same, and says so when it fails to.
  }
}

export const newToken = (): string => randomBytes(32).toString('base64url')

function isOwn(path: string): boolean {
  const found = lstatSync(path)
  if (!found.isFile()) return false
  return process.platform === 'win32' || (found.uid === process.getuid?.() && (found.mode & 0o077) === 0)
}
