import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { storeError } from '../../../src-shared/desktop/app.ts'
import { indexError } from '../../../src-shared/engine/passage-index.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { type Db, openDatabase, type ReadDb, type StoreDb } from '../../db/database.ts'
import { sideFiles } from '../../db/store-files.ts'

/** Where the files lie, and the key of all of them: 64 hex digits. */
export interface IndexFolder {
  readonly folder: string
  readonly key: string
}

const schema = readFileSync(new URL('./index-schema.sql', import.meta.url), 'utf8')
/** What SQLite keeps of a file's shape: 31 bits of what the schema is. */
const shape = createHash('sha256').update(schema).digest().readUInt32BE() >>> 1

export function pathOf({ folder }: IndexFolder, owner: string): string {
  if (!/^[\w-]{1,64}$/.test(owner)) throw new RangeError('an owner is named by an id')
  return join(folder, `${owner}.db`)
}

/** For whoever writes; made, and made anew where it cannot be read or has another shape: it is empty then, and says so. */
export function openToWrite(place: IndexFolder, owner: string): Db {
  const path = pathOf(place, owner)
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const kept = existsSync(path) ? opened(path, place.key) : undefined
  if (kept !== undefined) return kept
  removeFile(place, owner)
  const db = openDatabase(path, place.key)
  // After a power cut an older state is as good: it names its revision.
  db.pragma('synchronous = NORMAL')
  db.transact(() => {
    db.exec(schema)
    db.pragma(`user_version = ${shape}`)
  })
  return db
}

function opened(path: string, key: string): StoreDb | undefined {
  try {
    const db = openDatabase(path, key)
    if (db.pragma('user_version') === shape) {
      db.pragma('synchronous = NORMAL')
      return db
    }
    db[Symbol.dispose]()
  } catch (error) {
    // One that is busy, or a disk that is full, is no reason to make it anew.
    if (!(error instanceof AppError && error.code === storeError.damaged)) throw error
  }
  return undefined
}

/** Errors: `indexError.missing`, also for one that cannot be read. */
export function openToSearch(place: IndexFolder, owner: string): ReadDb & Disposable {
  try {
    const db = openDatabase(pathOf(place, owner), place.key, { readonly: true })
    if (db.pragma('user_version') === shape) return db
    db[Symbol.dispose]()
  } catch (cause) {
    throw new AppError(indexError.missing, undefined, { cause })
  }
  throw new AppError(indexError.missing)
}

export function removeFile(place: IndexFolder, owner: string): void {
  const path = pathOf(place, owner)
  for (const each of [path, ...sideFiles(path)]) rmSync(each, { force: true })
}
