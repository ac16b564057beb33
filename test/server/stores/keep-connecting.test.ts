import { expect, test } from 'vitest'
import { StartFault } from '../../../server/start-fault.ts'
import { keepConnecting } from '../../../server/stores/keep-connecting.ts'
import { silentLog } from '../../helpers/server/silent-log.ts'
import { waitFor } from '../../helpers/wait-for.ts'

/** A database that is away for the first attempts. */
function away(attempts: number, fault: Error = new Error('away')) {
  const seen = { attempts: 0, isClosed: false }
  const open = async () => {
    seen.attempts++
    if (seen.attempts <= attempts) throw fault
    const close = async () => {
      seen.isClosed = true
    }
    return { text: 'open', [Symbol.asyncDispose]: close }
  }
  return { seen, open }
}

test('what is there at once is open when the first attempt has ended, and is closed with it', async () => {
  const { seen, open } = away(0)
  const connecting = keepConnecting({ name: 'scylla', open, log: silentLog })

  await connecting.attempted

  expect(connecting.current().text).toBe('open')
  await connecting[Symbol.asyncDispose]()
  expect(seen.isClosed).toBe(true)
})

test('what is away is told as such at once, and is used when it is there', async () => {
  const { open } = away(2)
  await using connecting = keepConnecting({ name: 'scylla', open, log: silentLog })

  await connecting.attempted

  expect(() => connecting.current()).toThrow(expect.objectContaining({ code: 'STORE_UNAVAILABLE' }))
  expect(await waitFor('the database', () => found(() => connecting.current().text))).toBe('open')
})

test('a database that does not fit stops the start, in words', async () => {
  await using connecting = keepConnecting({ name: 'scylla', ...away(9, new StartFault('newer')), log: silentLog })

  await expect(connecting.attempted).rejects.toThrow('newer')
})

test('stopped while it waits for the next attempt, it makes none', async () => {
  const { seen, open } = away(9)
  const connecting = keepConnecting({ name: 'scylla', open, log: silentLog })
  await connecting.attempted

  await connecting[Symbol.asyncDispose]()

  expect(seen).toEqual({ attempts: 1, isClosed: false })
})

function found<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch {
    return undefined
  }
}
