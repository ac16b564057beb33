import type { search } from '../../src-shared/desktop/search.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import type { Retrieve } from './retrieve.ts'

export const createSearchHandlers = (retrieve: Retrieve): FeatureHandlers<typeof search> => ({ query: retrieve })
