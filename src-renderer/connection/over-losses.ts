import { rpcError } from '../../src-shared/rpc/errors.ts'
import { faultOf } from '../fault-of.ts'
import type { CoreLink } from './core-link.ts'
import { whenState } from './when-state.ts'

/** Does it, and again after each lost connection: for what the core takes twice without harm, and nobody else still has. */
export type OverLosses = <T>(work: () => Promise<T>) => Promise<T>

export const createOverLosses =
  ({ state }: Pick<CoreLink, 'state'>): OverLosses =>
  async (work) => {
    while (true) {
      const before = state.getState()
      try {
        return await work()
      } catch (error) {
        if (faultOf(error).code !== rpcError.disconnected) throw error
      }
      // Another connection than that of before: a call may fail a moment before the loss is told.
      await whenState(state, ({ status, info }) => status === 'connected' && info !== before.info)
    }
  }
