import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { recoverStore } from '../../../src-main/db/recover-store.ts'
import { backupsFolder, reservePath, sideFiles, storePath } from '../../../src-main/db/store-files.ts'
import { startError } from '../../../src-shared/desktop/app.ts'
import { storeNotice } from '../../../src-shared/desktop/notices.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { addConversation, contentHash, openFileOf, openTempStore, testKey } from '../../helpers/temp-store.ts'
import { migrationsFolder } from '../../helpers/test-db.ts'

const count = 'SELECT count(*) FROM messages'

test('what was committed is there after a restart, and nothing of it can be read in the file', async () => {
  using folder = tempFolder()
  await using first = await openTempStore(folder.path)
  addConversation(first.db, 4)
  await first[Symbol.asyncDispose]()

  await using second = await openTempStore(folder.path)

  expect(second.db.prepare(count).pluck().get()).toBe(4)
  expect(readFileSync(storePath(folder.path)).includes('words words')).toBe(false)
  expect(second.notices).toEqual([])
})

test('closing empties the log into the file', async () => {
  using folder = tempFolder()
  const store = await openTempStore(folder.path)
  addConversation(store.db)

  await store[Symbol.asyncDispose]()

  expect(sideFiles(storePath(folder.path)).filter(existsSync)).toEqual([])
})

test('another key is told from a damaged file, and neither changes it', async () => {
  using folder = tempFolder()
  await (await openTempStore(folder.path))[Symbol.asyncDispose]()
  const before = readFileSync(storePath(folder.path))

  await expect(openTempStore(folder.path, { key: 'a'.repeat(64) })).rejects.toMatchObject({ code: startError.wrongKey })

  expect(readFileSync(storePath(folder.path)).equals(before)).toBe(true)
})

test('a damaged store offers the newest backup, keeps the damaged file, and is whole again after the recovery', async () => {
  using folder = tempFolder()
  const store = await openTempStore(folder.path)
  addConversation(store.db, 6)
  const backup = await store.backups.create('daily')
  const content = contentHash(store.db)
  await store[Symbol.asyncDispose]()
  writeFileSync(storePath(folder.path), flipped(readFileSync(storePath(folder.path)), 300))

  await expect(openTempStore(folder.path)).rejects.toMatchObject({
    code: startError.damaged,
    data: { backup: backup.path, kept: storePath(folder.path) },
  })
  const damaged = readFileSync(storePath(folder.path))
  const options = { folder: folder.path, key: testKey, migrationsFolder, now: Date.now }
  const kept = await recoverStore(options, backup.path)

  await using recovered = await openTempStore(folder.path)
  expect(contentHash(recovered.db)).toBe(content)
  expect(readFileSync(kept).equals(damaged)).toBe(true)
})

test('a folder that is no folder, or may not be written to, is said so', async () => {
  using folder = tempFolder()
  const path = join(folder.path, 'taken')
  writeFileSync(path, 'a file')

  await expect(openTempStore(join(path, 'data'))).rejects.toMatchObject({
    code: startError.readOnly,
    data: { reason: 'ENOTDIR' },
  })
})

test('an answer that the last run did not finish is interrupted with the words it has, journalled and reported', async () => {
  using folder = tempFolder()
  const first = await openTempStore(folder.path)
  addConversation(first.db, 2)
  first.db.transact((tx) => {
    tx.prepare("UPDATE messages SET status = 'writing', text = 'so far' WHERE role = 'assistant'").run()
    tx.prepare('DELETE FROM journal').run()
  })
  await first[Symbol.asyncDispose]()

  await using second = await openTempStore(folder.path, { now: () => 77 })

  expect(second.db.prepare("SELECT status, text, updated_at FROM messages WHERE role = 'assistant'").all()).toEqual([
    { status: 'interrupted', text: 'so far', updated_at: 77 },
  ])
  expect(second.db.prepare('SELECT kind, op FROM journal').all()).toEqual([{ kind: 'message', op: 'put' }])
  expect(second.notices).toEqual([{ code: storeNotice.interrupted, data: { count: 1 } }])
})

test('a row that cannot be read keeps its place: the original is set aside, the conversation and what is below stay', async () => {
  using folder = tempFolder()
  const first = await openTempStore(folder.path)
  const id = addConversation(first.db, 4)
  first.db.transact((tx) => {
    tx.prepare("UPDATE messages SET sources = '[{' WHERE text LIKE 'text 1%'").run()
    tx.prepare('PRAGMA defer_foreign_keys = ON').run()
    tx.prepare("UPDATE messages SET parent_id = 'not an id' WHERE text LIKE 'text 3%'").run()
    tx.prepare("UPDATE messages SET id = 'not an id' WHERE text LIKE 'text 2%'").run()
    tx.prepare("UPDATE conversations SET collection_ids = '{'").run()
  })
  await first[Symbol.asyncDispose]()

  await using second = await openTempStore(folder.path, { checkAfterMs: 0 })
  await second.checked

  expect(second.notices).toEqual([{ code: storeNotice.setAside, data: { count: 4 } }])
  expect(second.db.prepare('SELECT kind, reason FROM set_aside ORDER BY kind, reason').all()).toEqual([
    { kind: 'conversations', reason: 'collection_ids' },
    { kind: 'messages', reason: 'id' },
    { kind: 'messages', reason: 'parent_id' },
    { kind: 'messages', reason: 'sources' },
  ])
  expect(second.db.prepare('SELECT collection_ids FROM conversations WHERE id = ?').pluck().get(id)).toBe('[]')
  const chain = `WITH RECURSIVE up (id, parent_id, text, fault) AS (
      SELECT id, parent_id, text, fault FROM messages WHERE text LIKE 'text 3%'
      UNION ALL SELECT m.id, m.parent_id, m.text, m.fault FROM messages m JOIN up ON m.id = up.parent_id)
    SELECT substr(text, 1, 6) AS text, fault FROM up`
  expect(second.db.prepare(chain).all()).toEqual([
    { text: 'text 3', fault: null },
    { text: 'text 2', fault: null },
    { text: 'text 1', fault: '{"code":"messages.unreadable"}' },
    { text: 'text 0', fault: null },
  ])
  expect(second.db.prepare('PRAGMA foreign_key_check').all()).toEqual([])
})

test('what names a row by an id that cannot be read names it by its new one', async () => {
  using folder = tempFolder()
  const first = await openTempStore(folder.path)
  const id = addConversation(first.db, 2)
  const message = first.db.prepare<[], string>("SELECT id FROM messages WHERE text LIKE 'text 0%'").pluck().get() ?? ''
  first.db.transact((tx) => {
    tx.prepare('INSERT INTO compactions VALUES (?, ?, ?, 1, ?, ?, NULL, 0, 0)').run('sum', id, message, 'What was said', 'auto')
    tx.prepare('INSERT INTO collections (id, name, created_at, updated_at, owner) VALUES (?, ?, 0, 0, ?)').run('c', 'c', id)
    tx.prepare(
      "INSERT INTO documents (id, collection_id, name, size_bytes, status, created_at, updated_at) VALUES ('d', 'c', 'n', 1, 'ready', 0, 0)",
    ).run()
    tx.prepare("INSERT INTO sent_attachments VALUES ('d', ?)").run(message)
    tx.prepare("INSERT INTO drafts VALUES (?, 'kept', 0)").run(id)
    tx.prepare('PRAGMA defer_foreign_keys = ON').run()
    for (const table of ['messages', 'compactions']) tx.prepare(`UPDATE ${table} SET conversation_id = 'no chat'`).run()
    for (const table of ['conversations', 'drafts']) tx.prepare(`UPDATE ${table} SET id = 'no chat' WHERE id = ?`).run(id)
    tx.prepare("UPDATE collections SET owner = 'no chat'").run()
    tx.prepare("UPDATE messages SET parent_id = 'no message' WHERE parent_id IS NOT NULL").run()
    for (const table of ['compactions', 'sent_attachments']) tx.prepare(`UPDATE ${table} SET message_id = 'no message'`).run()
    tx.prepare("UPDATE messages SET id = 'no message' WHERE id = ?").run(message)
  })
  await first[Symbol.asyncDispose]()

  await using second = await openTempStore(folder.path, { checkAfterMs: 0 })
  await second.checked

  const one = (sql: string): string | undefined => second.db.prepare<[], string>(sql).pluck().get()
  const chat = one('SELECT id FROM conversations')
  const question = one("SELECT id FROM messages WHERE text LIKE 'text 0%'")
  expect([chat, question]).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), expect.stringMatching(/^[0-9a-f-]{36}$/)])
  expect(one('SELECT conversation_id FROM compactions')).toBe(chat)
  expect(one('SELECT owner FROM collections')).toBe(chat)
  expect(one('SELECT id FROM drafts')).toBe(chat)
  expect(one('SELECT message_id FROM compactions')).toBe(question)
  expect(one('SELECT message_id FROM sent_attachments')).toBe(question)
  expect(second.db.prepare('PRAGMA foreign_key_check').all()).toEqual([])
})

test('every changed bit is noticed before its page is read as something else', async () => {
  using folder = tempFolder()
  const store = await openTempStore(folder.path)
  for (let n = 0; n < 20; n++) addConversation(store.db, 10)
  const expected = contentHash(store.db)
  await store[Symbol.asyncDispose]()
  const bytes = readFileSync(storePath(folder.path))

  const outcomes = Array.from({ length: 60 }, (_, n) => {
    const at = (n * 7919 * 131) % bytes.length
    writeFileSync(storePath(folder.path), flipped(bytes, at))
    return readAll(folder.path)
  })

  expect(outcomes.filter((outcome) => outcome !== 'refused' && outcome !== expected)).toEqual([])
  expect(outcomes.filter((outcome) => outcome === 'refused').length).toBeGreaterThan(40)
})

function readAll(folder: string): string {
  try {
    using db = openFileOf(folder)
    return db.pragma('quick_check') === 'ok' ? contentHash(db) : 'refused'
  } catch {
    return 'refused'
  }
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 4
  return copy
}

test('damage in a page that the start does not touch is found by the check and reported', async () => {
  using folder = tempFolder()
  const first = await openTempStore(folder.path)
  for (let n = 0; n < 40; n++) addConversation(first.db, 20)
  await first[Symbol.asyncDispose]()
  writeFileSync(
    storePath(folder.path),
    flipped(readFileSync(storePath(folder.path)), statSync(storePath(folder.path)).size - 20_000),
  )

  await using second = await openTempStore(folder.path, { checkAfterMs: 0 })
  await second.checked

  expect(second.notices).toMatchObject([{ code: storeNotice.damaged, data: { backup: null } }])
})

test('what a killed backup or restore left behind is cleared at the next start', async () => {
  using folder = tempFolder()
  await (await openTempStore(folder.path))[Symbol.asyncDispose]()
  mkdirSync(backupsFolder(folder.path), { recursive: true })
  writeFileSync(join(backupsFolder(folder.path), 'x-daily.hearth.partial'), 'half')
  copyFileSync(storePath(folder.path), join(folder.path, 'incoming.db'))

  await using store = await openTempStore(folder.path)

  expect(existsSync(join(folder.path, 'incoming.db'))).toBe(false)
  expect(readdirSync(backupsFolder(folder.path))).toEqual([])
  expect(store.backups.list()).toEqual([])
})

test('the reserve is kept, and given up only to work that frees space', async () => {
  using folder = tempFolder()
  await using store = await openTempStore(folder.path)
  const id = addConversation(store.db, 30)
  const file = openFileOf(folder.path)
  const pages = file.pragma('page_count')
  file[Symbol.dispose]()
  store.db.prepare(`PRAGMA max_page_count = ${pages}`).get()

  expect(statSync(reservePath(folder.path)).size).toBeGreaterThan(1_000_000)
  expect(() => addConversation(store.db, 5000)).toThrow(expect.objectContaining({ code: 'store.disk_full' }))
  expect(existsSync(reservePath(folder.path))).toBe(true)
  expect(store.db.prepare(count).pluck().get()).toBe(30)
  store.db.transact((tx) => tx.prepare('DELETE FROM conversations WHERE id = ?').run(id), { freesSpace: true })
  expect(store.db.prepare(count).pluck().get()).toBe(0)
})

test('an empty file left by a start that was killed is a new store', async () => {
  using folder = tempFolder()
  writeFileSync(storePath(folder.path), '')

  await using store = await openTempStore(folder.path)

  expect(store.db.prepare(count).pluck().get()).toBe(0)
})

test('a truncated store is damaged, not empty', async () => {
  using folder = tempFolder()
  const store = await openTempStore(folder.path)
  addConversation(store.db, 300)
  await store[Symbol.asyncDispose]()
  truncateSync(storePath(folder.path), 16_384)
  rmSync(reservePath(folder.path))

  await expect(openTempStore(folder.path)).rejects.toMatchObject({ code: startError.damaged })
})
