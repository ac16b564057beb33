import type { FeatureClient } from '../../src-shared/rpc/contract.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { type shell, shellError } from '../../src-shared/shell/shell.ts'
import type { KeyStore } from '../db/key.ts'

type Secrets = Pick<FeatureClient<typeof shell>, 'readSecret' | 'writeSecret'>

/** Never written: asking for it tells whether there is a secret store at all. */
const probe = 'probe'

/** The shell's secret store as the database key wants it; undefined when the shell has none that is safe. */
export async function lendKeyStore({ readSecret, writeSecret }: Secrets): Promise<KeyStore | undefined> {
  try {
    await readSecret({ name: probe })
  } catch (error) {
    if (error instanceof AppError && error.code === shellError.unavailable) return undefined
    throw error
  }
  return {
    read: (name) => readSecret({ name }),
    write: (name, value) => writeSecret({ name, value }),
  }
}
