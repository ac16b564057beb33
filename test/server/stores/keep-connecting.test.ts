import { expect, test } from 'vitest'
import { StartFault } from '../../../server/start-fault.ts'
import { keepConnecting } from '../../../server/stores/keep-connecting.ts'
import { silentLog } from '../../helpers/server/silent-log.ts'
import { waitFor } from '../../helpers/wait-for.ts'

/** A database that is away for the first attempts, and lets each wait for `ready`. */
function away(attempts: number, { fault = new Error('away'), ready = Promise.resolve() }: Given = {}) {
  const seen = { attempts: 0, isClosed: false }
  const open = async () => {
    seen.attempts++
    await ready
    if (seen.attempts <= attempts) throw fault
    const close = async () => {
      seen.isClosed = true
    }
    return { text: 'open', [Symbol.asyncDispose]: close }
  }
  return { seen, deps: { name: 'scylla', open, log: silentLog } }
}

interface Given {
  readonly fault?: Error
  readonly ready?: Promise<void>
}

test('what is there at once is open, and is closed with it', async () => {
  const { seen, deps } = away(0)
  const connecting = await keepConnecting(deps)

  expect(connecting.current().text).toBe('open')
  await connecting[Symbol.asyncDispose]()
  expect(seen.isClosed).toBe(true)
})

test('what is away is told as such at once, and is used when it is there', async () => {
  await using connecting = await keepConnecting(away(2).deps)

  expect(() => connecting.current()).toThrow(expect.objectContaining({ code: 'STORE_UNAVAILABLE' }))
  expect(await waitFor('the database', () => found(() => connecting.current().text))).toBe('open')
})

test('a database that does not fit stops the start, in words, and is not tried again', async () => {
  const { seen, deps } = away(9, { fault: new StartFault('newer') })

  await expect(keepConnecting(deps)).rejects.toThrow('newer')

  expect(seen.attempts).toBe(1)
})

test('stopped while it waits for the next attempt, it makes none', async () => {
  const { seen, deps } = away(9)
  const connecting = await keepConnecting(deps)

  await connecting[Symbol.asyncDispose]()

  expect(seen).toEqual({ attempts: 1, isClosed: false })
})

test('one that does not answer holds the start for three seconds; what it opens after the stop is closed', async () => {
  const { promise: ready, resolve: answer } = Promise.withResolvers<void>()
  const { seen, deps } = away(0, { ready })
  const began = performance.now()
  const connecting = await keepConnecting(deps)
  expect(performance.now() - began).toBeLessThan(4500)

  await connecting[Symbol.asyncDispose]()
  answer()

  await waitFor('it to be closed', () => seen.isClosed || undefined)
})

function found<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch {
    return undefined
  }
}
