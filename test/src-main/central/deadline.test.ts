import { expect, test } from 'vitest'
import { startDeadline } from '../../../src-main/central/deadline.ts'

test('what fails after it was given up already ends with the reason of whoever gave up, and no failure is left that nobody hears', async () => {
  const unheard: unknown[] = []
  const listen = (reason: unknown) => void unheard.push(reason)
  process.on('unhandledRejection', listen)
  const gone = new Error('the window was closed')
  using deadline = startDeadline({ ms: 60_000, host: 'example.org', signal: AbortSignal.abort(gone) })

  await expect(deadline.race(Promise.reject(new Error('nobody is signed in')))).rejects.toBe(gone)
  await new Promise((resolve) => setImmediate(resolve))

  process.off('unhandledRejection', listen)
  expect(unheard).toEqual([])
})
