import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createBackupHandlers } from '../../../src-main/backup/backup-handlers.ts'
import { allMessages, updateMessage } from '../../../src-main/chat/messages.ts'
import { backupName, readBackupName } from '../../../src-main/db/backup-names.ts'
import { scheduleBackups } from '../../../src-main/db/backup-schedule.ts'
import { openDatabase } from '../../../src-main/db/database.ts'
import type { Store } from '../../../src-main/db/open-store.ts'
import { backupsFolder, storePath } from '../../../src-main/db/store-files.ts'
import { surplusBackups } from '../../../src-main/db/thin-backups.ts'
import { backupError } from '../../../src-shared/desktop/backups.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { addConversation, contentHash, openTempStore, testKey } from '../../helpers/temp-store.ts'

const signal = new AbortController().signal

function handlersOf(store: Store) {
  let restored = 0
  const handlers = createBackupHandlers({
    store,
    onRestored: () => {
      restored += 1
    },
  })
  return { ...handlers, restored: () => restored }
}

test('a backup is encrypted with the same key, equal row by row, and tells what it holds', async () => {
  using folder = tempFolder()
  await using store = await openTempStore(folder.path)
  addConversation(store.db, 6)
  const handlers = handlersOf(store)

  const backup = await handlers.create({}, signal)
  const content = contentHash(store.db)
  addConversation(store.db, 2)

  using copy = openDatabase(backup.path, testKey, { readonly: true })
  expect(contentHash(copy)).toBe(content)
  expect(readFileSync(backup.path).includes('words words')).toBe(false)
  expect(await handlers.preview({ path: backup.path }, signal)).toEqual({
    conversations: 1,
    messages: 6,
    documents: 0,
    newest_at: 1,
  })
  expect(await handlers.list(undefined, signal)).toEqual([backup])
})

test('restoring brings back exactly what was backed up, and restoring what it replaced undoes it', async () => {
  using folder = tempFolder()
  await using store = await openTempStore(folder.path)
  addConversation(store.db, 6)
  const handlers = handlersOf(store)
  const backup = await handlers.create({}, signal)
  const then = contentHash(store.db)
  addConversation(store.db, 3)
  const later = contentHash(store.db)

  const { replaced } = await handlers.restore({ path: backup.path }, signal)
  const restored = contentHash(store.db)
  await handlers.restore({ path: replaced.path }, signal)

  expect([restored, contentHash(store.db)]).toEqual([then, later])
  expect(replaced.kind).toBe('restore')
  expect(handlers.restored()).toBe(2)
  addConversation(store.db, 1)
  expect(existsSync(join(folder.path, 'incoming.db'))).toBe(false)
})

test('a store that was damaged while it was open can be replaced by a backup; what was there is kept and marked', async () => {
  using folder = tempFolder()
  await using store = await openTempStore(folder.path)
  for (let n = 0; n < 30; n++) addConversation(store.db, 20)
  const backup = await store.backups.create('daily')
  const content = contentHash(store.db)
  store.db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()
  const bytes = readFileSync(storePath(folder.path))
  bytes[bytes.length - 9000] = (bytes[bytes.length - 9000] ?? 0) ^ 1
  writeFileSync(storePath(folder.path), bytes)

  const replaced = await store.restore(backup.path)

  expect(contentHash(store.db)).toBe(content)
  expect(replaced).toMatchObject({ kind: 'restore', verified: false })
  expect(existsSync(replaced.path)).toBe(true)
  expect(store.backups.list().map(({ path }) => path)).toEqual([backup.path])
})

test('what is written while a restore is prepared is in the backup of what was replaced', async () => {
  using folder = tempFolder()
  await using store = await openTempStore(folder.path)
  const { path } = await store.backups.create('daily')

  const running = store.restore(path)
  let isDone = false
  const done = running.finally(() => {
    isDone = true
  })
  let written = 0
  while (!isDone) {
    const isReplaced = written > 0 && store.db.prepare('SELECT count(*) FROM conversations').pluck().get() === 0
    if (isReplaced) break
    addConversation(store.db, 1)
    written += 1
    await new Promise((resolve) => setImmediate(resolve))
  }
  const replaced = await done

  using copy = openDatabase(replaced.path, testKey, { readonly: true })
  expect(copy.prepare('SELECT count(*) FROM conversations').pluck().get()).toBe(written)
})

test('a restored store is what the next start finds', async () => {
  using folder = tempFolder()
  const store = await openTempStore(folder.path)
  addConversation(store.db, 6)
  const backup = await store.backups.create('manual')
  addConversation(store.db, 3)
  await store.restore(backup.path)
  await store[Symbol.asyncDispose]()

  await using again = await openTempStore(folder.path)

  expect(again.db.prepare('SELECT count(*) FROM messages').pluck().get()).toBe(6)
})

test('writes during a backup are in it whole or not at all', async () => {
  using folder = tempFolder()
  await using store = await openTempStore(folder.path)
  for (let n = 0; n < 10; n++) addConversation(store.db, 20)

  const running = store.backups.create('manual')
  let isDone = false
  void running.then(() => {
    isDone = true
  })
  while (!isDone) {
    addConversation(store.db, 7)
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { path } = await running

  using copy = openDatabase(path, testKey, { readonly: true })
  const counts = copy.prepare('SELECT count(*) AS messages FROM messages GROUP BY conversation_id').pluck().all()
  expect(new Set(counts)).toEqual(counts.length > 10 ? new Set([20, 7]) : new Set([20]))
})

test('a backup goes to a place of its own only where nothing is', async () => {
  using folder = tempFolder()
  await using store = await openTempStore(folder.path)
  const path = join(folder.path, 'mine.hearth')

  const backup = await handlersOf(store).create({ path }, signal)

  expect(backup).toMatchObject({ path, kind: 'manual', verified: true })
  await expect(store.backups.create('manual', path)).rejects.toMatchObject({ code: backupError.exists, data: { path } })
  await store.restore(path)
})

test('what is no whole backup of this store is refused by its reason, and the store stays', async () => {
  using folder = tempFolder()
  using other = tempFolder()
  await using store = await openTempStore(folder.path)
  addConversation(store.db, 40)
  const content = contentHash(store.db)
  const { path } = await store.backups.create('daily')
  const bytes = readFileSync(path)
  const foreign = await openTempStore(other.path, { key: 'b'.repeat(64) })
  const foreignBackup = await foreign.backups.create('manual')
  await foreign[Symbol.asyncDispose]()
  const damagedPath = join(folder.path, 'damaged.hearth')
  bytes[bytes.length - 9000] = (bytes[bytes.length - 9000] ?? 0) ^ 1
  writeFileSync(damagedPath, bytes)
  const emptyPath = join(folder.path, 'empty.hearth')
  writeFileSync(emptyPath, '')

  const codes = []
  for (const each of [join(folder.path, 'gone'), foreignBackup.path, damagedPath, emptyPath]) {
    codes.push(await store.restore(each).catch((error: { code: string }) => error.code))
  }

  expect(codes).toEqual([backupError.unknown, backupError.wrongKey, backupError.damaged, backupError.damaged])
  expect(contentHash(store.db)).toBe(content)
})

test('a backup of a later version is refused', async () => {
  using folder = tempFolder()
  await using store = await openTempStore(folder.path)
  const { path } = await store.backups.create('daily')
  using later = openDatabase(path, testKey)
  later.transact((tx) => tx.prepare("INSERT INTO migrations VALUES (9999, '9999-later', 'x', 1)").run())

  await expect(handlersOf(store).preview({ path }, signal)).rejects.toMatchObject({ code: backupError.newer })
})

test('a backup that cannot be finished leaves no file that looks like one', async () => {
  using folder = tempFolder()
  await using store = await openTempStore(folder.path)
  writeFileSync(backupsFolder(folder.path), 'in the way')

  await expect(store.backups.create('daily')).rejects.toThrow()

  expect(store.db.prepare('SELECT count(*) FROM messages').pluck().get()).toBe(0)
})

test('a change is backed up once after its time, a draft alone is not', async () => {
  using folder = tempFolder()
  await using store = await openTempStore(folder.path)
  const created = Promise.withResolvers<void>()
  let count = 0
  const backups = {
    ...store.backups,
    create: async (kind: 'daily') => {
      count += 1
      created.resolve()
      return await store.backups.create(kind)
    },
  }
  const fail = (problem: unknown): void => created.reject(problem)
  using _schedule = scheduleBackups({ db: store.db, backups, notify: fail, report: fail, delayMs: 30 })

  store.db.transact((tx) => tx.tell({ table: 'drafts', id: 'new', row: null }))
  addConversation(store.db, 5)
  addConversation(store.db, 5)
  await created.promise

  expect(count).toBe(1)
})

test('what the last run changed and had no time to back up is backed up soon after the start, once', async () => {
  using folder = tempFolder()
  await using store = await openTempStore(folder.path)
  addConversation(store.db, 5)
  const fail = (problem: unknown): void => {
    throw problem
  }
  const nextStart = () => scheduleBackups({ db: store.db, backups: store.backups, notify: fail, report: fail, catchUpMs: 0 })

  using _first = nextStart()
  await expect.poll(() => store.backups.list().length, { timeout: 15_000 }).toBe(1)
  using _second = nextStart()
  await new Promise((resolve) => setTimeout(resolve, 20))
  await store.backups.create('manual')

  expect(store.backups.list().map(({ kind }) => kind)).toEqual(['manual', 'daily'])
})

test.each([{ localOnly: 0 }, { localOnly: 1 }])(
  'a reply that ended after the last backup is backed up soon after the next start (%j)',
  async ({ localOnly }) => {
    using folder = tempFolder()
    await using store = await openTempStore(folder.path)
    const id = addConversation(store.db, 2)
    store.db.transact((tx) => tx.prepare('UPDATE conversations SET local_only = ?').run(localOnly))
    const { created_at } = await store.backups.create('manual')
    store.db.transact((tx) => {
      const reply = allMessages(tx, id).find(({ role }) => role === 'assistant')
      updateMessage(tx, reply?.id ?? '', { text: 'to its end', updated_at: created_at + 1 })
    })
    const fail = (problem: unknown): void => {
      throw problem
    }

    using _schedule = scheduleBackups({ db: store.db, backups: store.backups, notify: fail, report: fail, catchUpMs: 0 })

    await expect.poll(() => store.backups.list().length, { timeout: 5000 }).toBe(2)
  },
)

test('a copy of a store in use is restored with the commits in the log beside it', async () => {
  using folder = tempFolder()
  using elsewhere = tempFolder()
  await using store = await openTempStore(folder.path)
  addConversation(store.db, 5)
  const path = join(elsewhere.path, 'copy.db')
  copyFileSync(storePath(folder.path), path)
  copyFileSync(`${storePath(folder.path)}-wal`, `${path}-wal`)
  const content = contentHash(store.db)
  addConversation(store.db, 2)

  await store.restore(path)

  expect(contentHash(store.db)).toBe(content)
})

const day = 86_400_000

test('thinning keeps the newest, one a day and one a week, at least ten, and all a person made', () => {
  const now = Date.UTC(2026, 10, 23, 12)
  const everyQuarter = Array.from({ length: 4 * 24 * 60 }, (_, n) => ({ kind: 'daily' as const, created_at: now - n * 900_000 }))
  const others = Array.from({ length: 20 }, (_, n) => ({
    kind: (['manual', 'migration', 'restore'] as const)[n % 3] ?? 'manual',
    created_at: n,
  }))

  const gone = new Set<object>(surplusBackups([...everyQuarter, ...others]))

  const kept = everyQuarter.filter((backup) => !gone.has(backup))
  const keptOthers = Object.groupBy(
    others.filter((backup) => !gone.has(backup)),
    ({ kind }) => kind,
  )
  expect(kept.slice(0, 4)).toEqual(everyQuarter.slice(0, 4))
  expect(kept.length).toBeGreaterThanOrEqual(10)
  expect(kept.length).toBeLessThanOrEqual(16)
  expect(new Set(kept.map(({ created_at }) => Math.floor(created_at / day))).size).toBeGreaterThanOrEqual(9)
  expect([keptOthers.manual?.length, keptOthers.migration?.length, keptOthers.restore?.length]).toEqual([7, 3, 5])
  expect(surplusBackups(everyQuarter.slice(0, 10))).toEqual([])
})

test('thinning again and again over months keeps old ones too', () => {
  let backups: { kind: 'daily'; created_at: number }[] = []
  const start = Date.UTC(2026, 0, 1)

  for (let n = 0; n < 120 * 8; n++) {
    backups.push({ kind: 'daily', created_at: start + n * (day / 8) })
    const gone = new Set(surplusBackups(backups))
    backups = backups.filter((backup) => !gone.has(backup))
  }

  const ages = backups.map(({ created_at }) => (start + 120 * day - created_at) / day)
  expect(Math.max(...ages)).toBeGreaterThan(20)
  expect(ages.filter((age) => age < 8).length).toBeGreaterThanOrEqual(8)
})

test('the name of a backup holds its kind and time', () => {
  const at = Date.UTC(2026, 10, 23, 21, 4, 49, 123)

  expect(readBackupName(backupName('migration', at))).toEqual({ kind: 'migration', created_at: at })
  expect(readBackupName('holiday-daily.hearth')).toBeUndefined()
})

test('backups made in the same millisecond do not overwrite each other', async () => {
  using folder = tempFolder()
  await using store = await openTempStore(folder.path, { now: () => 1_000_000 })

  await store.backups.create('daily')
  await store.backups.create('daily')

  expect(readdirSync(backupsFolder(folder.path))).toHaveLength(2)
  expect(existsSync(storePath(folder.path))).toBe(true)
})
