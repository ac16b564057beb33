import { expect, test } from 'vitest'
import { readSettings } from '../../../src-main/settings/settings.ts'
import { createSettingsHandlers } from '../../../src-main/settings/settings-handlers.ts'
import { settings as contract } from '../../../src-shared/desktop/settings.ts'
import { openTestDb } from '../../helpers/test-db.ts'

const signal = new AbortController().signal

test('a change stores what is given, keeps the rest, and tells each key once', async () => {
  using db = openTestDb()
  const handlers = createSettingsHandlers({ db, now: () => 7 })
  const told: unknown[] = []
  db.watch((changes) => told.push(...changes))

  await handlers.change({ theme: 'dark' }, signal)
  const settings = await handlers.change({ threads: 4 }, signal)

  expect(settings).toMatchObject({ theme: 'dark', threads: 4, temperature: 0.7 })
  expect(told).toEqual([
    { table: 'settings', id: 'theme', row: { key: 'theme', value: 'dark' } },
    { table: 'settings', id: 'threads', row: { key: 'threads', value: 4 } },
  ])
})

test('what describes the person is journalled, what describes the machine is not', async () => {
  using db = openTestDb()

  await createSettingsHandlers({ db, now: () => 7 }).change({ theme: 'dark', threads: 4 }, signal)

  expect(db.prepare('SELECT kind, entity_id, args FROM journal').all()).toEqual([
    { kind: 'setting', entity_id: 'theme', args: '{"value":"dark"}' },
  ])
})

test('a stored value that is no longer understood has its default and hides no other', () => {
  using db = openTestDb()
  const put = (tx: Parameters<Parameters<typeof db.transact>[0]>[0], key: string, value: string) =>
    tx.prepare('INSERT INTO settings (key, value, updated_at) VALUES (?, ?, 1)').run(key, value)
  db.transact((tx) => {
    put(tx, 'theme', '"sepia"')
    put(tx, 'threads', 'not json')
    put(tx, 'gone', '1')
    put(tx, 'top_k', '40')
  })

  expect(readSettings(db)).toMatchObject({ theme: 'system', threads: null, top_k: 40 })
})

test('a change that names one setting is not filled up with the defaults of all others', () => {
  expect(contract.change.input.parse({ theme: 'dark' })).toEqual({ theme: 'dark' })
})
