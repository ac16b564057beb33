import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const path = '/enter'

/** A cold browser needs its time. */
const goodForMs = 120_000

export interface EntryTicket {
  /** The path and query that lead in, once. */
  readonly path: string
  /** Whether this request shows the ticket; it is no good any more then. */
  take(request: IncomingMessage): boolean
}

/**
 * Opens the first page. Where the system shows everybody's command lines, the address that a browser is started with can be
 * read there: it holds this instead of the token, and whoever comes second is refused.
 */
export function createEntryTicket(now: () => number): EntryTicket {
  const made = { at: now(), isTaken: false }
  const whole = `${path}?ticket=${randomBytes(24).toString('base64url')}`
  return {
    path: whole,
    take({ url }) {
      if (url !== whole || made.isTaken || now() - made.at > goodForMs) return false
      made.isTaken = true
      return true
    },
  }
}
