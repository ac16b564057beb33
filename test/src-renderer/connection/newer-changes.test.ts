import { expect, test } from 'vitest'
import { createNewerChanges } from '../../../src-renderer/connection/newer-changes.ts'

test('what is told while rows are read is newer than they are; what was told before is in them', async () => {
  const newer = createNewerChanges<string>()
  const answer = Promise.withResolvers<readonly (readonly [string, string])[]>()
  newer.note('before', 'told too early to count')

  const first = newer.over(() => answer.promise)
  newer.note('changed', 'new')
  newer.note('gone', null)
  const second = newer.over(() => answer.promise)
  newer.note('added', 'new')
  answer.resolve([
    ['before', 'read'],
    ['changed', 'read'],
    ['gone', 'read'],
  ])

  expect(Object.fromEntries(await first)).toEqual({ before: 'read', changed: 'new', added: 'new' })
  expect(Object.fromEntries(await second)).toEqual({ before: 'read', changed: 'read', gone: 'read', added: 'new' })
})

test('a reading that failed keeps nothing: the next one gives what it reads', async () => {
  const newer = createNewerChanges<string>()
  const failing = newer.over(() => Promise.reject(new Error('lost')))
  newer.note('a', 'told')
  await expect(failing).rejects.toThrow('lost')

  expect([...(await newer.over(async () => [['a', 'read']]))]).toEqual([['a', 'read']])
})
