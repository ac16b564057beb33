import { readdirSync, readFileSync } from 'node:fs'
import { type Db, openDatabase } from '../../src-main/db/database.ts'

const folder = new URL('../../migrations/sqlite/', import.meta.url)

/** A real database in memory with every table. */
export function openTestDb(): Db {
  const db = openDatabase(':memory:', null)
  for (const file of readdirSync(folder).sort()) for (const statement of statements(file)) db.prepare(statement).run()
  return db
}

const statements = (file: string): string[] =>
  readFileSync(new URL(file, folder), 'utf8')
    .replaceAll(/--.*$/gm, '')
    .split(/;\s*$(?!\n\s*(?:INSERT|END))/m)
    .map((text) => text.trim())
    .filter((text) => text !== '')
