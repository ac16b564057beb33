import { type DestinationStream, destination, type Logger, pino } from 'pino'
import { AppError } from '../src-shared/rpc/errors.ts'

/** Ids, counts, codes, routes. Never a token, a password, an e-mail address or the text of a message. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>

const secrets: ReadonlySet<string> = new Set([
  'password',
  'hashed_password',
  'email',
  'token',
  'access_token',
  'refresh_token',
  'authorization',
  'message',
  'text',
])

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
  const formatters = { log: blanked }
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters, messageKey: 'event' }, lines)
}

/** In the line itself and one below. Pino's own way looks through every value of every line, which takes as long as writing it. */
const blanked = (line: Record<string, unknown>): Record<string, unknown> =>
  Object.entries(line).some(([key, value]) => secrets.has(key) || value instanceof Error || hasSecret(value))
    ? mapEntries(line, (key, value) => (secrets.has(key) ? censored : shown(value)))
    : line

const censored = '[redacted]'

const hasSecret = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.keys(value).some((key) => secrets.has(key))

function shown(value: unknown): unknown {
  if (value instanceof Error) return reasonOf(value)
  return hasSecret(value) ? mapEntries(value, (key, inner) => (secrets.has(key) ? censored : inner)) : value
}

const mapEntries = (of: object, map: (key: string, value: unknown) => unknown): Record<string, unknown> =>
  Object.fromEntries(Object.entries(of).map(([key, value]: [string, unknown]) => [key, map(key, value)]))

/** What of an error may stand in a line: its message may quote a person. */
export function reasonOf(error: unknown): string {
  if (error instanceof AppError) return error.code
  return error instanceof Error ? error.name : typeof error
}
