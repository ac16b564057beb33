import { z } from 'zod'
import { type Sql, sql } from '../stores/sql.ts'
import type { SqlRunner } from '../stores/sql-store.ts'
import type { AdminDeps } from './admin-deps.ts'
import { rotateKeys } from './rotate-keys.ts'

const idRow = z.object({ id: z.string() })

/** One page is one statement, which may not take long however many accounts there are. */
const pageRows = 1000
const beforeAll = '00000000-0000-0000-0000-000000000000'

/**
 * Everybody's, while no server runs. The keys come first: from there on no access token of before opens anything, whatever fails later,
 * and one of after the backup may name the generation that its account is about to come to. Again is the same. Returns of how many
 * accounts.
 */
export async function endEverySignIn(deps: AdminDeps): Promise<number> {
  const { store, now, audit, forget } = deps
  // Without keys of its own the generation alone ends what was signed.
  if (deps.hasOwnKeys) await rotateKeys(deps, { actorId: null, isAtOnce: true })
  let [accounts, after] = [0, beforeAll]
  for (;;) {
    const page = await endPage(store, { after, at: new Date(now()) })
    for (const id of page) await forget(id)
    accounts += page.length
    const last = page.at(-1)
    if (last === undefined) break
    after = last
  }
  const details = { accounts }
  await store.transact((tx) => audit(tx, { action: 'restored', actor_id: null, user_id: null, details }, new Date(now())))
  return accounts
}

/**
 * One more than the backup has may be one that the account had come to after it, which tokens of that time name: seconds go ahead of changes of a password,
 * also when the same backup is put back once more.
 */
const laterGeneration = (at: Date): Sql =>
  sql`GREATEST(token_generation + 1, ${Math.floor((at.getTime() - Date.UTC(2020)) / 1000)}::integer)`

interface Page {
  readonly after: string
  readonly at: Date
}

/** Of the accounts behind `after`, all or nothing. */
async function endPage(store: SqlRunner, { after, at }: Page): Promise<readonly string[]> {
  const ended = sql`
    WITH page AS MATERIALIZED (SELECT id FROM users WHERE id > ${after} ORDER BY id LIMIT ${pageRows}),
    raised AS (UPDATE users u SET token_generation = ${laterGeneration(at)} FROM page WHERE u.id = page.id),
    revoked AS (
      UPDATE token_families f SET revoked_at = ${at}, reason = 'restored'
      FROM page WHERE f.user_id = page.id AND f.revoked_at IS NULL),
    dropped AS (DELETE FROM mailed_tokens m USING page WHERE m.user_id = page.id)
    SELECT id FROM page ORDER BY id`
  return (await store.query(ended, idRow)).map(({ id }) => id)
}
