import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { startError } from '../../src-shared/desktop/app.ts'
import { storeNotice } from '../../src-shared/desktop/notices.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { closeToOthers, databaseKey, type KeyFile, keyFilePath, readKeyFile, writeKeyFile } from './key-file.ts'
import type { Notice } from './notice.ts'
import { storeFault } from './store-fault.ts'
import { storePath } from './store-files.ts'
import { unwrapKey, wrapKey } from './wrapped-key.ts'

/** The system's secret store, as the shell lends it. `write` throws when there is none. */
export interface KeyStore {
  read(name: string): Promise<string | null>
  write(name: string, value: string): Promise<void>
}

export interface KeyOptions {
  readonly folder: string
  /** Absent: the key is kept in a file that only its owner can read. */
  readonly keyStore?: KeyStore | undefined
  readonly passphrase?: string | undefined
}

export interface OpenedKey {
  /** 64 hex digits. */
  readonly key: string
  readonly mode: KeyFile['mode']
  readonly notices: readonly Notice[]
}

/**
 * The key of the data folder, made at the first start. Errors: `start.key_missing` when there is data and no key for it (a
 * new key could not open it, so none is made), `start.key_lost`, `start.key_elsewhere`, `start.passphrase_needed`, `start.wrong_passphrase`.
 */
export async function openKey(options: KeyOptions): Promise<OpenedKey> {
  const { folder } = options
  const wasOpen = closeToOthers(folder)
  const notices: Notice[] = wasOpen ? [{ code: storeNotice.keyWasReadable, data: { path: keyFilePath(folder) } }] : []
  const kept = keptKey(folder)
  // Who gives a passphrase believes that it is needed.
  if (kept && kept.mode !== 'passphrase' && options.passphrase !== undefined) notices.push({ code: storeNotice.passphraseUnused })
  if (kept) return { key: await revealed(kept, options), mode: kept.mode, notices }
  if (existsSync(storePath(folder))) throw new AppError(startError.keyMissing, { folder, path: keyFilePath(folder) })
  return { ...(await makeKey(options)), notices }
}

/** A key file that cannot be read is no key, and no reason to make another. */
function keptKey(folder: string): KeyFile | undefined {
  try {
    return readKeyFile(folder)
  } catch (error) {
    throw new AppError(startError.keyMissing, { folder, path: keyFilePath(folder) }, { cause: error })
  }
}

async function revealed(kept: KeyFile, { folder, keyStore, passphrase }: KeyOptions): Promise<string> {
  if (kept.mode === 'file') return kept.key
  if (kept.mode === 'system') {
    if (keyStore === undefined) throw new AppError(startError.keyElsewhere, { folder })
    const key = databaseKey.safeParse(await keyStore.read(kept.name))
    if (!key.success) throw new AppError(startError.keyLost, { folder, secret: kept.name })
    return key.data
  }
  if (passphrase === undefined) throw new AppError(startError.passphraseNeeded, { folder })
  const key = await unwrapKey(kept.wrapped, passphrase)
  if (key === undefined) throw new AppError(startError.wrongPassphrase, { folder })
  return key
}

async function makeKey({ folder, keyStore, passphrase }: KeyOptions): Promise<Pick<OpenedKey, 'key' | 'mode'>> {
  const key = randomBytes(32).toString('hex')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const content = await contentFor(key, { folder, keyStore, passphrase })
  keep(folder, content)
  return { key, mode: content.mode }
}

function keep(folder: string, content: KeyFile): void {
  try {
    writeKeyFile(folder, content)
  } catch (error) {
    throw storeFault(error)
  }
}

const file = { format: 'hearth.key', version: 1 } as const

async function contentFor(key: string, { keyStore, passphrase }: KeyOptions): Promise<KeyFile> {
  if (passphrase !== undefined) return { ...file, mode: 'passphrase', wrapped: await wrapKey(key, passphrase) }
  if (keyStore === undefined) return { ...file, mode: 'file', key }
  const name = `store-key-${randomBytes(8).toString('hex')}`
  await keyStore.write(name, key)
  return { ...file, mode: 'system', name }
}

/**
 * Wraps the key by another passphrase; null keeps it without one again. The data itself is not touched, and at every moment
 * there is one whole key file: the old or the new.
 */
export async function changePassphrase(options: KeyOptions, passphrase: string | null): Promise<void> {
  const { folder, keyStore } = options
  const before = keptKey(folder)
  const { key } = await openKey(options)
  keep(folder, await contentFor(key, { folder, keyStore, passphrase: passphrase ?? undefined }))
  // What the system keeps would still open the data without the passphrase.
  if (before?.mode === 'system') await keyStore?.write(before.name, '')
}

/** Whether it opens the key of this folder. */
export async function isPassphrase(folder: string, passphrase: string): Promise<boolean> {
  const kept = keptKey(folder)
  return kept?.mode === 'passphrase' && (await unwrapKey(kept.wrapped, passphrase)) !== undefined
}

export const keyModeOf = (folder: string): KeyFile['mode'] => keptKey(folder)?.mode ?? 'file'
