import { randomUUIDv7 } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createImportPace } from '../../../src-main/knowledge/import-pace.ts'
import { openTestDb } from '../../helpers/test-db.ts'

const { signal } = new AbortController()
const [collectionId, folderId] = [randomUUIDv7(), randomUUIDv7()]
const draft = { id: 'new', text: 'half a thought', updated_at: 1 }

function open(battery: { isOn: boolean } = { isOn: false }) {
  const db = openTestDb()
  db.transact((tx) => {
    tx.prepare('INSERT INTO collections (id, name, created_at, updated_at) VALUES (?, ?, 1, 1)').run(collectionId, 'Manuals')
    tx.prepare("INSERT INTO watched_folders VALUES (?, ?, '/a', '[]', '[]', 1, 0, 'current', 0, 0, NULL, 1, 1)").run(
      folderId,
      collectionId,
    )
  })
  const { pace, ...life } = createImportPace({ db, isOnBattery: async () => battery.isOn })
  const [followed, asked] = [(at = signal) => pace(folderId, at), () => pace(randomUUIDv7(), signal)]
  return {
    ...{ db, followed, asked },
    [Symbol.dispose]() {
      life[Symbol.dispose]()
      db[Symbol.dispose]()
    },
  }
}

const isWaiting = async (work: Promise<void>): Promise<boolean> =>
  (await Promise.race([work.then(() => 'done'), wait(60, 'waiting')])) === 'waiting'

test('while somebody types, what a watched folder brought waits, and what a person asked for does not', async () => {
  using bed = open()
  bed.db.transact((tx) => tx.tell({ table: 'drafts', id: 'new', row: draft }))

  const followed = bed.followed()

  await bed.asked()
  expect(await isWaiting(followed)).toBe(true)
  await followed
})

test('while an answer is written it waits, and goes on when the answer is there; a stop ends the wait', async () => {
  using bed = open()
  const tell = (status: 'writing' | 'complete') =>
    bed.db.transact((tx) => tx.tell({ table: 'messages', id: 'm', row: { status } as never }))
  tell('writing')
  const stop = new AbortController()

  const [followed, stopped] = [bed.followed(), bed.followed(stop.signal)]
  stop.abort()

  await expect(stopped).rejects.toThrow()
  expect(await isWaiting(followed)).toBe(true)
  tell('complete')
  await followed
})

test('on a battery it rests for three times as long as it worked', async () => {
  const battery = { isOn: false }
  using bed = open(battery)
  await bed.followed()
  await wait(100)
  battery.isOn = true
  const from = performance.now()

  await bed.followed()

  expect(performance.now() - from).toBeGreaterThanOrEqual(290)
})
