import { expect, test } from 'vitest'
import { openDatabase } from '../../../src-main/db/database.ts'
import { storePath } from '../../../src-main/db/store-files.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

// SQLite puts large sorts into temporary files, and the cipher encrypts none of those: the words would lie there as they are.
test.each([false, true])('what a query needs for a while stays in memory (reading only: %j)', (readonly) => {
  using folder = tempFolder()
  const path = storePath(folder.path)
  const key = 'ab'.repeat(32)
  openDatabase(path, key)[Symbol.dispose]()

  using db = openDatabase(path, key, { readonly })

  const inMemory = 2
  expect(db.pragma('temp_store')).toBe(inMemory)
})
