import type { network } from '../../src-shared/desktop/network.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import type { ReadDb } from '../db/database.ts'
import { listRequests, summariseRequests } from './requests.ts'

export function createNetworkHandlers({ db }: { readonly db: ReadDb }): FeatureHandlers<typeof network> {
  return {
    requests({ query, reasons, before_id, limit }) {
      const found = listRequests(db, { query: query.trim(), reasons, beforeId: before_id, limit: limit + 1 })
      return { items: found.slice(0, limit), has_more: found.length > limit }
    },
    summary: ({ since }) => summariseRequests(db, since),
  }
}
