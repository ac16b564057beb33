import { expect, test } from 'vitest'
import { createEventQueue } from '../../../src-main/chat/event-queue.ts'

test('events that came before the follower are not lost', async () => {
  const queue = createEventQueue<number>()
  queue.push(1)
  queue.push(2)
  queue.end()

  expect(await Array.fromAsync(queue.follow())).toEqual([1, 2])
})

test('a follower that left does not make the queue grow', async () => {
  const queue = createEventQueue<number>()
  queue.push(1)
  for await (const _ of queue.follow()) break

  queue.push(2)
  queue.end()

  expect(await Array.fromAsync(queue.follow())).toEqual([])
})

test('the error comes after the events that came before it', async () => {
  const queue = createEventQueue<number>()
  const seen: number[] = []
  queue.push(1)
  queue.end(new Error('broken'))

  const following = async (): Promise<void> => {
    for await (const event of queue.follow()) seen.push(event)
  }

  await expect(following()).rejects.toThrow('broken')
  expect(seen).toEqual([1])
})
