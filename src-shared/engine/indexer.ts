import { z } from 'zod'
import { call } from '../rpc/contract.ts'

/** The child that keeps the vector index in shape. */
export const indexer = {
  /** Does what there is to do on the store at `path` until nothing is left. `key` as for every handle of it. */
  maintain: call(z.object({ path: z.string(), key: z.string().nullable() }), z.void()),
}
