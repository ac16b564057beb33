import { z } from 'zod'
import { cacheKeys } from '../stores/cache-keys.ts'
import type { CachedRead, CachedReads } from '../stores/cached-reads.ts'
import type { SqlStore } from '../stores/sql-store.ts'
import { listEndedFamilies } from './refresh-tokens.ts'
import { longestTokenMs } from './token-lifetime.ts'
import { findUser } from './users.ts'

const session = z.object({
  user_id: z.uuid(),
  email: z.string(),
  subscription_plan: z.string(),
  is_active: z.boolean(),
  is_superuser: z.boolean(),
  token_generation: z.int(),
  ended_families: z.array(z.string()),
  last_activity: z.iso.datetime(),
})
export type Session = z.infer<typeof session>
const kept = session.optional()

/** What every request asks about its user, kept as `session:{user_id}`. */
export interface Sessions {
  find(userId: string): Promise<Session | undefined>
  cached(userId: string): CachedRead<Session | undefined>
  /** False when it came from the memory of this process and has changed since. */
  isStill(found: Pick<Session, 'user_id'>): boolean
  /** In the transaction that changes what a session says, so that no process goes on with the old one. */
  aboutToChange(userId: string): Promise<void>
  forget(userId: string): Promise<void>
}

export interface SessionDeps {
  readonly store: SqlStore
  readonly reads: CachedReads
  readonly now: () => number
}

export function createSessions({ store, reads, now }: SessionDeps): Sessions {
  const { of: keyOf, ttlSeconds } = cacheKeys.session

  async function load(userId: string): Promise<Session | undefined> {
    const row = await findUser(store, userId)
    if (row === undefined) return undefined
    const ended_families = await listEndedFamilies(store, userId, new Date(now() - longestTokenMs))
    const { id, email, subscription_plan, is_active, is_superuser, token_generation } = row
    return {
      ...{ user_id: id, email, subscription_plan, is_active, is_superuser, token_generation },
      ended_families,
      last_activity: new Date(now()).toISOString(),
    }
  }

  const cached = (userId: string) => ({ key: keyOf(userId), ttlSeconds, value: kept, load: () => load(userId) })

  return {
    cached,
    find: (userId) => reads.read(cached(userId)),
    isStill: (found) => reads.isStill(keyOf(found.user_id), found),
    aboutToChange: (userId) => reads.aboutToChange(keyOf(userId)),
    forget: (userId) => reads.forget([keyOf(userId)]),
  }
}
