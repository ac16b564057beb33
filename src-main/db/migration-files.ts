import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface MigrationFile {
  readonly n: number
  readonly name: string
  readonly sql: string
  /** Of the text with Unix line ends, so that a checkout on Windows is the same migration. */
  readonly sha256: string
}

/** Every `NNNN-name.sql` of the folder, in order. */
export function readMigrations(folder: string): MigrationFile[] {
  return readdirSync(folder)
    .filter((file) => /^\d{4}-[a-z0-9-]+\.sql$/.test(file))
    .sort()
    .map((file) => migrationFile(file.slice(0, -'.sql'.length), readFileSync(join(folder, file), 'utf8')))
}

export function migrationFile(name: string, text: string): MigrationFile {
  const sql = text.replaceAll('\r\n', '\n')
  return { n: Number(name.slice(0, 4)), name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
}
