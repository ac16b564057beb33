import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { shellError } from '../../src-shared/shell/shell.ts'
import { writeFileDurably } from '../db/durable-file.ts'

/** The system's key, as Electron lends it. */
export interface SystemKey {
  isAsyncEncryptionAvailable(): Promise<boolean>
  /** On Linux only. */
  getSelectedStorageBackend(): string
  encryptStringAsync(text: string): Promise<Buffer>
  decryptStringAsync(sealed: Buffer): Promise<{ readonly result: string; readonly shouldReEncrypt: boolean }>
}

export interface SecretsDeps {
  readonly safeStorage: SystemKey
  readonly folder: string
  readonly platform: NodeJS.Platform
  readonly onFault: (error: unknown) => void
}

export interface Secrets {
  read(name: string): Promise<string | null>
  write(name: string, value: string): Promise<void>
}

const secretName = /^[a-z0-9-]{1,64}$/

/**
 * Files that the system's key opens and nothing else does. Every call throws `shell.unavailable` {reason} where there is no such
 * key: on Linux without a keyring Electron would "encrypt" with a password that is written in its source.
 */
export function createSecrets({ safeStorage, folder, platform, onFault }: SecretsDeps): Secrets {
  async function fileOf(name: string): Promise<string> {
    if (!secretName.test(name)) throw new AppError(shellError.unavailable, { reason: 'bad_name' })
    const backend = platform === 'linux' ? safeStorage.getSelectedStorageBackend() : undefined
    if (backend === 'basic_text' || backend === 'unknown') throw new AppError(shellError.unavailable, { reason: backend })
    if (!(await safeStorage.isAsyncEncryptionAvailable())) throw new AppError(shellError.unavailable, { reason: 'no_key' })
    return join(folder, name)
  }

  async function write(name: string, value: string): Promise<void> {
    const file = await fileOf(name)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileDurably(file, await safeStorage.encryptStringAsync(value))
  }

  return {
    write,
    async read(name) {
      const sealed = contentOf(await fileOf(name))
      if (sealed === undefined) return null
      try {
        const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(sealed)
        if (shouldReEncrypt) await write(name, result)
        return result
      } catch (error) {
        // Sealed by another login or machine: to the core it is not there, and it makes no new key where there is data.
        onFault(error)
        return null
      }
    },
  }
}

function contentOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}
