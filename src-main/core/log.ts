import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { destination, type Logger, pino } from 'pino'

/** Never message text, prompts, keys, tokens or addresses: names, counts, codes. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>

const rotateAtBytes = 10 * 1024 * 1024

/** JSON lines in `file`; the file before it is kept as `.1`. */
export function createLog({ file, level }: { readonly file: string; readonly level: string }): Log {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  if (existsSync(file) && statSync(file).size > rotateAtBytes) renameSync(file, `${file}.1`)
  const redact = {
    paths: ['key', 'passphrase', 'token', 'text', 'prompt', '*.key', '*.passphrase', '*.token', '*.text', '*.prompt'],
  }
  return pino({ level, redact, base: null }, destination({ dest: file, sync: true, mode: 0o600 }))
}
