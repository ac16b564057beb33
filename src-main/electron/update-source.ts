import { createPublicKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { z } from 'zod'

export interface UpdateSource {
  /** Ends with a slash. */
  readonly host: string
  /** Of the key that signs lists of versions. */
  readonly key: KeyObject
}

const packaged = z.object({ updates: z.object({ host: z.url({ protocol: /^https$/ }), key: z.base64().length(60) }).optional() })

/** As written into the package.json of a package that was built with an update host; undefined for every other. */
export function readUpdateSource(packageFile: string): UpdateSource | undefined {
  const { updates } = packaged.parse(JSON.parse(readFileSync(packageFile, 'utf8')))
  if (updates === undefined) return undefined
  return { host: updates.host.replace(/\/*$/, '/'), key: publicKey(updates.key) }
}

/** Throws unless it is the base64 of an Ed25519 key. */
export function publicKey(base64: string): KeyObject {
  const key = createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' })
  if (key.asymmetricKeyType !== 'ed25519')
    throw new Error(`The key of updates has to be of Ed25519, not ${key.asymmetricKeyType}`)
  return key
}
