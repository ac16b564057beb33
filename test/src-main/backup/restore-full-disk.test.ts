import { copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { incomingPath, sideFiles, storePath } from '../../../src-main/db/store-files.ts'
import { storeError } from '../../../src-shared/desktop/app.ts'
import { smallDisk } from '../../helpers/small-disk.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { addConversation, contentHash, openTempStore } from '../../helpers/temp-store.ts'

/** A copy of a store that was in use: nearly all it holds lies in the log beside it. Answers the size of both. */
async function copyInUse(folder: string, path: string): Promise<number> {
  const used = join(folder, 'used')
  mkdirSync(used)
  await using store = await openTempStore(used)
  store.db.prepare('PRAGMA wal_autocheckpoint = 0').get()
  addConversation(store.db, 2000)
  copyFileSync(storePath(used), path)
  copyFileSync(`${storePath(used)}-wal`, `${path}-wal`)
  return statSync(path).size + statSync(`${path}-wal`).size
}

test('a backup whose newest commits no longer fit into the file is refused in words, and the store stays as it was', async () => {
  using elsewhere = tempFolder()
  using disk = smallDisk(24)
  const path = join(elsewhere.path, 'copy.db')
  const sizeBytes = await copyInUse(elsewhere.path, path)
  const store = await openTempStore(disk.path)
  try {
    addConversation(store.db, 3)
    store.db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()
    const content = contentHash(store.db)
    // The log can be copied as it is, and there is no room to write what it holds into the file as well.
    disk.fill(sizeBytes + 256 * 1024)

    await expect(store.restore(path)).rejects.toMatchObject({ code: storeError.diskFull })

    expect(contentHash(store.db)).toBe(content)
    expect([incomingPath(disk.path), ...sideFiles(incomingPath(disk.path))].filter((each) => existsSync(each))).toEqual([])
    disk.empty()
    await store.restore(path)
    expect(store.db.prepare('SELECT count(*) FROM messages').pluck().get()).toBe(2000)
  } finally {
    await store[Symbol.asyncDispose]()
  }
})
