import type { usage } from '../../src-shared/desktop/usage.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import type { ReadDb } from '../db/database.ts'
import { messageUse } from './quota.ts'

export interface UsageDeps {
  readonly db: ReadDb
  readonly now: () => number
}

export function createUsageHandlers({ db, now }: UsageDeps): FeatureHandlers<typeof usage> {
  return { summary: () => messageUse(db, now()) }
}
