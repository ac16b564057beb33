import type { Db } from '../../src-main/db/database.ts'
import { createRequestLog, type RequestLog } from '../../src-main/network/request-log.ts'
import { openTestDb } from './test-db.ts'

/** What a gate writes its requests down in, for tests that do not look at it. */
export const testRequestLog = (db: Db = openTestDb(), now: () => number = Date.now): RequestLog =>
  createRequestLog({
    db,
    now,
    onFault: (error) => {
      throw error
    },
  })
