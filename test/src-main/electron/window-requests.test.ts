import { expect, test } from 'vitest'
import { createWindowRequests } from '../../../src-main/electron/window-requests.ts'
import type { WindowRequest } from '../../../src-shared/desktop/window.ts'

const command = (id: string): WindowRequest => ({ kind: 'command', id })

test('what was asked while the page was loading is told when it listens, but not what is long past', async () => {
  const clock = { at: 0 }
  const requests = createWindowRequests(() => clock.at)
  requests.add(command('old'))
  clock.at = 20_000
  requests.add(command('young'))
  clock.at = 40_000

  const page = requests.follow(new AbortController().signal)[Symbol.asyncIterator]()

  expect((await page.next()).value).toEqual(command('young'))
  const next = page.next()
  requests.add(command('now'))
  expect((await next).value).toEqual(command('now'))
})

test('a page that listens later takes over: nothing is told twice, and nothing to one that is gone', async () => {
  const requests = createWindowRequests(Date.now)
  const leaving = new AbortController()
  const [first, second] = [leaving.signal, new AbortController().signal].map((each) =>
    requests.follow(each)[Symbol.asyncIterator](),
  )
  const before = first?.next()

  const after = second?.next()
  requests.add(command('a'))

  expect(await before).toEqual({ done: true, value: undefined })
  expect((await after)?.value).toEqual(command('a'))
  leaving.abort()
  requests.add(command('b'))
  expect((await second?.next())?.value).toEqual(command('b'))
})

test('a page that leaves ends its listening, and the next hears what came meanwhile', async () => {
  const requests = createWindowRequests(Date.now)
  const leaving = new AbortController()
  const held = requests.follow(leaving.signal)[Symbol.asyncIterator]().next()
  leaving.abort()
  expect((await held).done).toBe(true)

  requests.add(command('meanwhile'))

  const next = requests.follow(new AbortController().signal)[Symbol.asyncIterator]()
  expect((await next.next()).value).toEqual(command('meanwhile'))
})
