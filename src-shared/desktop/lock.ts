import { z } from 'zod'
import { call } from '../rpc/contract.ts'

export const lockState = z.object({
  /** What keeps the key of the data: a file only its owner reads, the system's secret store, or a passphrase. */
  key_kept_by: z.enum(['file', 'system', 'passphrase']),
})
export type LockState = z.infer<typeof lockState>

export const lock = {
  state: call(z.void(), lockState),
  /** Sets, changes or (null) removes the passphrase. The data itself is not written anew. Errors: `start.wrong_passphrase`. */
  changePassphrase: call(
    z.object({
      /** The one there is; null where there is none. */
      current: z.string().max(1000).nullable(),
      next: z.string().min(8).max(1000).nullable(),
    }),
    lockState,
  ),
  /** Covers every window until the passphrase is given. Errors: `lock.no_passphrase`. */
  now: call(z.void(), z.void()),
  /** The person is here: the time until it locks by itself starts anew. */
  touch: call(z.void(), z.void()),
}

export const lockError = { noPassphrase: 'lock.no_passphrase' } as const
