import type { usage } from '../../src-shared/desktop/usage.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import type { ReadDb } from '../db/database.ts'
import { answerSpeeds } from './answer-speeds.ts'
import { dailyUse } from './daily-use.ts'
import { messageUse } from './quota.ts'

export interface UsageDeps {
  readonly db: ReadDb
  readonly now: () => number
}

export function createUsageHandlers({ db, now }: UsageDeps): FeatureHandlers<typeof usage> {
  return {
    summary: () => messageUse(db, now()),
    daily: (span) => dailyUse(db, span),
    speeds: (span) => answerSpeeds(db, span),
  }
}
