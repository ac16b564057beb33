import { z } from 'zod'
import { sql } from '../stores/sql.ts'
import { readOne, type SqlReader } from '../stores/sql-store.ts'

const counted = z.object({ users: z.int(), sessions: z.int() })
export type SignedIn = z.infer<typeof counted>

/** An access token lives half an hour: whoever is there has refreshed within this time. */
const activeMs = 3_600_000
/** It goes through every sign-in, and who reads metrics comes every few seconds. */
const freshMs = 60_000

export interface SignedInDeps {
  readonly store: SqlReader
  readonly now: () => number
}

/** Users who were there within the hour, and sign-ins that can go on; as they were a minute ago at most. */
export function createSignedInCount({ store, now }: SignedInDeps): () => Promise<SignedIn> {
  const known: { at: number; counts?: SignedIn } = { at: 0 }
  return async () => {
    const at = now()
    if (known.counts !== undefined && at - known.at < freshMs) return known.counts
    known.counts = await readOne(store, statement(new Date(at)), counted)
    known.at = at
    return known.counts
  }
}

const statement = (at: Date) => sql`
  SELECT
    (SELECT count(DISTINCT user_id)::int FROM devices WHERE last_seen_at > ${new Date(at.getTime() - activeMs)}) AS users,
    (SELECT count(*)::int FROM token_families AS family WHERE revoked_at IS NULL AND EXISTS
      (SELECT FROM refresh_tokens WHERE family_id = family.id AND used_at IS NULL AND expires_at > ${at})) AS sessions`
