import { type NetworkRequest, networkError } from '../../src-shared/desktop/network.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'

export interface LoggedRequest {
  count(bytes: number): void
  /** The first outcome stays. */
  close(outcome: string): void
  /** Closes with what the error says and hands it back to be thrown. */
  fail(error: unknown): unknown
}

export interface RequestLog {
  /** Newest first. */
  readonly list: () => NetworkRequest[]
  open(method: string, url: URL, reason: string): LoggedRequest
}

const MAX_PATH = 300

const outcomes: Readonly<Record<string, string>> = {
  [networkError.offline]: 'offline',
  [networkError.refused]: 'refused',
  [networkError.unreachable]: 'unreachable',
}

/** Keeps the newest requests in memory: host and path, never a query, a header or a body, where tokens live. */
export function createRequestLog({ now, keep }: { now: () => number; keep: number }): RequestLog {
  const entries: NetworkRequest[] = []
  return {
    list: () => entries.map((entry) => ({ ...entry })).reverse(),

    open(method, { host, pathname }, reason) {
      const entry: NetworkRequest = {
        at: now(),
        method,
        host,
        path: pathname.slice(0, MAX_PATH),
        reason,
        outcome: 'under way',
        bytes: null,
      }
      entries.push(entry)
      if (entries.length > keep) entries.shift()
      const close = (outcome: string): void => {
        if (entry.outcome === 'under way') entry.outcome = outcome
      }
      return {
        close,
        count: (bytes) => {
          entry.bytes = (entry.bytes ?? 0) + bytes
        },
        fail: (error) => {
          close((error instanceof AppError ? outcomes[error.code] : undefined) ?? 'aborted')
          return error
        },
      }
    },
  }
}
