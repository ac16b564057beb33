import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { type DestinationStream, destination, type Logger, pino } from 'pino'

/** Never message text, prompts, keys, tokens or addresses: names, counts, codes. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>

const rotateAtBytes = 10 * 1024 * 1024

/** Lines that wait for room on a full disk; what is more is dropped. */
const waitingBytes = 256 * 1024

/**
 * JSON lines in `file`; the file before it is kept as `.1`. Never throws, neither now nor later: a folder that cannot be
 * written to is told by the store, in words, and a log is no reason to end.
 */
export function createLog({ file, level }: { readonly file: string; readonly level: string }): Log {
  const redact = {
    paths: ['key', 'passphrase', 'token', 'text', 'prompt', '*.key', '*.passphrase', '*.token', '*.text', '*.prompt'],
  }
  const lines = openLines(file)
  return lines ? pino({ level, redact, base: null }, lines) : pino({ level: 'silent' })
}

function openLines(file: string): DestinationStream | undefined {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    if (existsSync(file) && statSync(file).size > rotateAtBytes) renameSync(file, `${file}.1`)
    const lines = destination({ dest: file, sync: true, mode: 0o600, maxLength: waitingBytes })
    lines.on('error', () => {})
    return lines
  } catch {
    return undefined
  }
}
