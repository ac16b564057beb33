import { type DestinationStream, destination, type Logger, pino } from 'pino'
import { AppError } from '../src-shared/rpc/errors.ts'

/** Ids, counts, codes, routes. Never a token, a password, an e-mail address or the text of a message. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>

const secrets = [
  'password',
  'hashed_password',
  'email',
  'token',
  'access_token',
  'refresh_token',
  'authorization',
  'message',
  'text',
]

/** Lines are written together: each by itself would cost as much as the request that it tells of. What is not written yet a SIGKILL takes along. */
const blockBytes = 12 * 1024
const flushMs = 100

/** JSON lines, on stderr: stdout belongs to what was asked for. What slips in under a telling name is blanked all the same. */
export function createLog(
  level: string,
  lines: DestinationStream = destination({
    ...{ dest: 2, sync: false, minLength: blockBytes, periodicFlush: flushMs },
  }),
): Log {
  const redact = { paths: secrets.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' }
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact, messageKey: 'event' }, lines)
}

/** What of an error may stand in a line: its message may quote a person. */
export function reasonOf(error: unknown): string {
  if (error instanceof AppError) return error.code
  return error instanceof Error ? error.name : typeof error
}
