import { existsSync, statSync } from 'node:fs'
import { startError } from '../../../src-shared/desktop/app.ts'
import { errorSentence } from '../../../src-shared/errors/error-sentence.ts'
import { type KeyFile, keyFilePath, readKeyFile } from '../../db/key-file.ts'
import type { Finding } from './finding.ts'

const kept = {
  file: 'in a file that only you can read',
  system: 'by the system’s secret store',
  passphrase: 'locked with a passphrase',
} as const satisfies Record<KeyFile['mode'], string>

/** To be called before the store is opened, which closes a key file that others could read. */
export function checkKey(folder: string): Finding {
  const path = keyFilePath(folder)
  const missing = (): Finding => ({
    check: 'key',
    state: 'wrong',
    message: errorSentence({ code: startError.keyMissing, data: { folder } }),
  })
  if (!existsSync(path)) return missing()
  const isOpen = process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0
  if (isOpen) {
    const message = `Other users of this machine could read the key file ${path}. Hearth closes it to them whenever it starts.`
    return { check: 'key', state: 'note', message }
  }
  try {
    const key = readKeyFile(folder)
    return key ? { check: 'key', state: 'ok', message: `The key is kept ${kept[key.mode]}` } : missing()
  } catch {
    return {
      ...missing(),
      message: `${path} is damaged. Nothing was changed. Put back a copy of it; without it the data cannot be read.`,
    }
  }
}
