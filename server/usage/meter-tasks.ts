import { AppError } from '../../src-shared/rpc/errors.ts'
import { commitReservation, releaseReservation, reserve } from './reservations.ts'
import type { UsageDeps } from './usage-deps.ts'

const one = { resource_type: 'background_tasks', quantity: 1 } as const

/** Work in the background, counted against the quota of whoever asked for it. */
export const meterTasks = (deps: UsageDeps, planOf: (userId: string) => Promise<string | undefined>) => ({
  /** Errors: `QUOTA_EXCEEDED`, unless it is counted only. */
  async hold(userId: string, { isRefusable }: { readonly isRefusable: boolean }): Promise<string> {
    return (await reserve({ ...deps, isLimited: deps.isLimited && isRefusable }, userId, one)).reservation_id
  },

  async settle(id: string, { userId, isUsed }: { readonly userId: string; readonly isUsed: boolean }): Promise<void> {
    const plan = await planOf(userId)
    // With the account its quota is gone.
    if (plan === undefined) return
    const settled = isUsed ? commitReservation(deps, id, { userId, plan, quantity: 1 }) : releaseReservation(deps, id, userId)
    await settled.catch((error: unknown) => {
      if (!(error instanceof AppError && ['NOT_FOUND', 'UNAUTHENTICATED'].includes(error.code))) throw error
    })
  },
})
