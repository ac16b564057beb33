import { sql } from '../../../server/stores/sql.ts'
import type { SqlStore } from '../../../server/stores/sql-store.ts'

/** As if whoever answers this user had been silent for a minute: by the clock of the database, which no test can set. */
export const lapseClaims = (store: SqlStore, userId: string): Promise<number> =>
  store.run(sql`UPDATE chat_turns SET claimed_until = claimed_until - interval '61 seconds' WHERE user_id = ${userId}`)
