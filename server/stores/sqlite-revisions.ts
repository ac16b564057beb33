import { z } from 'zod'
import { sql } from './sql.ts'
import type { SqliteFile } from './sqlite.ts'

const revisionRow = z.object({ revision: z.int() })
const userRow = z.object({ user_id: z.string() })

/** 0 for whoever never had any documents. */
export const readRevision = (file: SqliteFile, userId: string): number =>
  file.query(sql`SELECT revision FROM knowledge_revisions WHERE user_id = ${userId}`, revisionRow)[0]?.revision ?? 0

/** Within the transaction that changes the user's documents. */
export function growRevision(file: SqliteFile, userId: string): number {
  const grown = sql`
    INSERT INTO knowledge_revisions (user_id, revision) VALUES (${userId}, 1)
    ON CONFLICT (user_id) DO UPDATE SET revision = revision + 1 RETURNING revision`
  return file.query(grown, revisionRow)[0]?.revision ?? 0
}

export const withRevision = (file: SqliteFile, userIds: readonly string[]): string[] =>
  file
    .query(
      sql`SELECT user_id FROM knowledge_revisions WHERE user_id IN (SELECT value FROM json_each(${JSON.stringify(userIds)}))`,
      userRow,
    )
    .map(({ user_id }) => user_id)

export const forgetRevision = (file: SqliteFile, userId: string): void =>
  void file.run(sql`DELETE FROM knowledge_revisions WHERE user_id = ${userId}`)
