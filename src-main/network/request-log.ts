import { networkError } from '../../src-shared/desktop/network.ts'
import type { RequestReason, RequestRow } from '../../src-shared/rows/request.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Db } from '../db/database.ts'
import { cutOffRequests, forgetRequests, insertRequest, updateRequest } from './requests.ts'

export interface LoggedRequest {
  /** Received. */
  count(bytes: number): void
  /** The first outcome stays. */
  close(outcome: string): void
  /** Closes with what the error says and hands it back to be thrown. */
  fail(error: unknown): unknown
}

export interface Departure {
  readonly method: string
  readonly url: URL
  readonly reason: RequestReason
  readonly subject: string
  readonly sentBytes: number
}

export interface RequestLog {
  /** Written down before anything leaves; throws when it cannot be. */
  open(departure: Departure): LoggedRequest
}

export interface RequestLogDeps {
  readonly db: Db
  readonly now: () => number
  /** Hears that an outcome could not be written down. */
  readonly onFault: (error: unknown) => void
}

const maxPath = 300
const keptMs = 90 * 24 * 60 * 60_000
/** A long download is written down now and then, not with every piece. */
const updateEveryMs = 2000

const outcomes: Readonly<Record<string, string>> = {
  [networkError.offline]: 'offline',
  [networkError.refused]: 'refused',
  [networkError.unreachable]: 'unreachable',
}

/** Keeps every request in the store: host and path, never a query, a header or a body, where tokens live. */
export function createRequestLog({ db, now, onFault }: RequestLogDeps): RequestLog {
  db.transact((tx) => cutOffRequests(tx), { freesSpace: true })

  function update(row: RequestRow): void {
    try {
      db.transact((tx) => updateRequest(tx, row))
    } catch (error) {
      onFault(error)
    }
  }

  return {
    open({ method, url: { host, pathname }, reason, subject, sentBytes }) {
      const at = now()
      const path = pathname.slice(0, maxPath)
      const start = { at, method, host, path, reason, subject, outcome: 'running', sent_bytes: sentBytes, received_bytes: 0 }
      let row = db.transact((tx) => {
        forgetRequests(tx, at - keptMs)
        return insertRequest(tx, start)
      })
      let writtenAt = at
      const close = (outcome: string): void => {
        if (row.outcome !== 'running') return
        const isKept = outcome === 'offline' || outcome === 'refused'
        row = { ...row, outcome, sent_bytes: isKept && row.received_bytes === 0 ? 0 : row.sent_bytes }
        update(row)
      }
      return {
        close,
        count(bytes) {
          row = { ...row, received_bytes: row.received_bytes + bytes }
          if (row.outcome !== 'running' || now() - writtenAt < updateEveryMs) return
          writtenAt = now()
          update(row)
        },
        fail(error) {
          close((error instanceof AppError ? outcomes[error.code] : undefined) ?? 'aborted')
          return error
        },
      }
    },
  }
}
