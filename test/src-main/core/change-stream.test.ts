import { expect, test } from 'vitest'
import { createChangeStream } from '../../../src-main/core/change-stream.ts'
import type { Change } from '../../../src-shared/desktop/changes.ts'
import { openTestDb } from '../../helpers/test-db.ts'

const setting = (key: string, value: number): Change => ({ table: 'settings', id: key, row: { key, value } })

test('changes are heard in the order of their commits', async () => {
  using db = openTestDb()
  const { watch } = createChangeStream(db)
  const heard = take(watch(new AbortController().signal), 3)

  db.transact((tx) => tx.tell(setting('a', 1)))
  db.transact((tx) => tx.tell(setting('b', 2)))
  db.transact((tx) => tx.tell(setting('c', 3)))

  expect((await heard).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
})

test('a row that changes faster than its listener reads is told once, as it is by then: memory stays bounded', async () => {
  using db = openTestDb()
  const stream = createChangeStream(db).watch(new AbortController().signal)[Symbol.asyncIterator]()
  const first = stream.next()
  for (let value = 0; value < 10_000; value++) db.transact((tx) => tx.tell(setting('a', value)))
  db.transact((tx) => tx.tell(setting('b', 1)))

  const heard = [await first, await stream.next()].map(({ value }) => value)

  expect(heard).toEqual([setting('a', 9999), setting('b', 1)])
})

test('after a restore every stream ends, so that its listener reads the rows anew', async () => {
  using db = openTestDb()
  const changes = createChangeStream(db)
  const all = Array.fromAsync(changes.watch(new AbortController().signal))
  await Promise.resolve()

  changes.endAll()

  expect(await all).toEqual([])
})

test('an abort ends the stream and stops listening', async () => {
  using db = openTestDb()
  const controller = new AbortController()
  const all = Array.fromAsync(createChangeStream(db).watch(controller.signal))
  await Promise.resolve()

  controller.abort()

  expect(await all).toEqual([])
})

async function take(stream: AsyncIterable<Change>, count: number): Promise<Change[]> {
  const heard: Change[] = []
  for await (const change of stream) {
    heard.push(change)
    if (heard.length === count) break
  }
  return heard
}
