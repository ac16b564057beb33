import { expect, test } from 'vitest'
import { z } from 'zod'
import { sql } from '../../server/stores/sql.ts'
import { openTestServer } from '../helpers/server/open-test-server.ts'

test('every reference can be followed back by an index: to delete an account read the rows of everybody', async () => {
  await using server = await openTestServer()

  const bare = await server.store.query(
    sql`
      SELECT c.conrelid::regclass::text || '.' || c.conname AS name FROM pg_constraint c
      WHERE c.contype = 'f' AND NOT EXISTS (
        SELECT FROM pg_index i
        WHERE i.indrelid = c.conrelid AND i.indpred IS NULL
          AND (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey)
      ORDER BY 1`,
    z.object({ name: z.string() }),
  )

  expect(bare).toEqual([])
})
