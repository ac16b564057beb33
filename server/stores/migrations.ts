import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { z } from 'zod'
import { StartFault } from '../start-fault.ts'

export interface Migration {
  readonly n: number
  readonly name: string
  readonly text: string
  /** Of the text with Unix line ends, so that a checkout on Windows is the same migration. */
  readonly sha256: string
}

/** What a database keeps of one that was applied. */
export const appliedMigration = z.object({ name: z.string(), sha256: z.string() })
type AppliedMigration = z.infer<typeof appliedMigration>

/** Every `NNNN-name` of the folder, in order. */
export const readMigrations = (folder: string): Migration[] =>
  readdirSync(folder)
    .filter((file) => /^\d{4}-[a-z0-9-]+\.(?:sql|cql|json)$/.test(file))
    .sort()
    .map((file) => migration(file.slice(0, -extname(file).length), readFileSync(join(folder, file), 'utf8')))

export function migration(name: string, content: string): Migration {
  const text = content.replaceAll('\r\n', '\n')
  return { n: Number(name.slice(0, 4)), name, text, sha256: createHash('sha256').update(text).digest('hex') }
}

/** The first that is missing. Errors: `StartFault` when the database is newer than this server, or an applied migration is not what it was. */
export function pending(applied: readonly AppliedMigration[], migrations: readonly Migration[]): Migration | undefined {
  for (const [index, { name, sha256 }] of applied.entries()) {
    const known = migrations[index]
    if (known === undefined) throw new StartFault(`The database is of a newer server: it has ${name}. Start that version.`)
    if (known.name !== name || known.sha256 !== sha256)
      throw new StartFault(`The migration ${name} is not the one that made this database. Start the version that it came with.`)
  }
  return migrations[applied.length]
}
