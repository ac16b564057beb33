import { z } from 'zod'
import type { Config } from '../../../server/config.ts'
import { createLog } from '../../../server/log.ts'
import { openPostgres } from '../../../server/stores/postgres.ts'
import { sql } from '../../../server/stores/sql.ts'
import type { SqlStore } from '../../../server/stores/sql-store.ts'
import { newId } from '../../../src-shared/ids.ts'
import { type Checked, refuse, runChecks, unset, untilReached } from './service-check.ts'

const row = z.object({ left_over: z.int() })

export function checkPostgres({ postgresUrl }: Config): Promise<readonly Checked[]> {
  const table = { text: `services_check_${newId().replaceAll('-', '')}`, values: [] }
  return runChecks<SqlStore>({
    store: 'PostgreSQL',
    async connect(opened) {
      const url = postgresUrl ?? unset('DATABASE_URL')
      const store = opened.use(openPostgres({ url, poolSize: 4, log: createLog('silent'), isPatient: true }))
      await untilReached(() => store.ping())
      opened.defer(async () => void (await store.run(sql`DROP TABLE IF EXISTS ${table}`)))
      return store
    },
    others: {
      write: (store) =>
        store.transact(async (tx) => {
          await tx.run(sql`CREATE TABLE ${table} (left_over INTEGER NOT NULL)`)
          await tx.run(sql`INSERT INTO ${table} VALUES (1)`)
        }),
      async read(store) {
        const [found] = await store.query(sql`SELECT left_over FROM ${table}`, row)
        if (found?.left_over !== 1) refuse('the row is not what was written')
      },
    },
    speciality: {
      name: 'of twenty at once one takes the last unit',
      async run(store) {
        const take = () => store.run(sql`UPDATE ${table} SET left_over = left_over - 1 WHERE left_over > 0`)
        const taken = await Promise.all(Array.from({ length: 20 }, take))
        const count = taken.filter((changed) => changed === 1).length
        if (count !== 1) refuse(`${count} took it`)
      },
    },
  })
}
