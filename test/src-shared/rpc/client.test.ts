import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { connect } from '../../../src-shared/rpc/client.ts'
import { call, stream } from '../../../src-shared/rpc/contract.ts'
import { type AppError, rpcError } from '../../../src-shared/rpc/errors.ts'
import { portOver } from '../../../src-shared/rpc/port.ts'
import { protocolVersion } from '../../../src-shared/rpc/protocol-version.ts'

const contract = { clock: { now: call(z.void(), z.int()), ticks: stream(z.void(), z.int()) } }
const hello = { type: 'hello', version: protocolVersion }

function caller() {
  const sent: unknown[] = []
  const told: AppError[] = []
  const { port, deliver, end } = portOver({ send: (frame) => sent.push(frame), close: () => {} })
  const { clock } = connect(port, contract, { name: 'test', token: 'secret', onClose: (error) => told.push(error) })
  return { clock, sent, told, deliver, end }
}

test('hello goes first, with the version, the name and the token', () => {
  const { clock, sent } = caller()

  void clock.now()

  expect(sent).toEqual([
    { type: 'hello', version: protocolVersion, name: 'test', token: 'secret' },
    { type: 'request', id: 1, path: 'clock.now', input: undefined, credit: 0 },
  ])
})

test.each([protocolVersion + 1, protocolVersion - 1])('a host of version %i ends every call in words', async (version) => {
  const { clock, told, deliver } = caller()
  const early = clock.now()

  deliver({ type: 'hello', version })

  const mismatch = {
    code: rpcError.versionMismatch,
    data: { ours: protocolVersion, theirs: version, explanation: expect.stringMatching(/update the (this|other) side/) },
  }
  await expect(early).rejects.toMatchObject(mismatch)
  await expect(clock.now()).rejects.toMatchObject(mismatch)
  expect(told).toEqual([expect.objectContaining(mismatch)])
})

test('late frames of finished, given up and unheard-of requests are ignored', async () => {
  const { clock, deliver } = caller()
  const controller = new AbortController()
  deliver(hello)
  const first = clock.now()
  const second = clock.now(undefined, controller.signal)

  deliver({ type: 'result', id: 1, result: 7 })
  deliver({ type: 'result', id: 1, result: 8 })
  deliver({ type: 'error', id: 1, error: { code: 'late' } })
  controller.abort()
  deliver({ type: 'result', id: 2, result: 9 })
  deliver({ type: 'item', id: 99, item: 1 })

  expect(await first).toBe(7)
  await expect(second).rejects.toMatchObject({ code: rpcError.aborted })
  const third = clock.now()
  deliver({ type: 'result', id: 3, result: 10 })
  expect(await third).toBe(10)
})

test.each([
  ['a frame before hello', [{ type: 'result', id: 1, result: 7 }]],
  ['a second hello', [hello, hello]],
  ['garbage', [hello, { type: 'nonsense' }]],
])('%s of the host ends the calls', async (_, frames) => {
  const { clock, deliver } = caller()
  const waiting = clock.now()

  for (const frame of frames) deliver(frame)

  await expect(waiting).rejects.toMatchObject({
    code: rpcError.disconnected,
    data: { reason: expect.stringMatching(/malformed/) },
  })
})

test('a call that is answered like a stream fails instead of waiting for ever', async () => {
  const { clock, deliver } = caller()
  deliver(hello)
  const waiting = clock.now()

  deliver({ type: 'end', id: 1 })

  await expect(waiting).rejects.toMatchObject({ code: rpcError.internal })
})

test('an aborted call sends one abort, and an ended one none', async () => {
  const { clock, sent, deliver } = caller()
  const controller = new AbortController()
  deliver(hello)
  const ended = clock.now(undefined, controller.signal)
  deliver({ type: 'result', id: 1, result: 7 })
  await ended
  const items = clock.ticks(undefined, controller.signal)[Symbol.asyncIterator]()
  const next = items.next()

  controller.abort()

  await expect(next).rejects.toMatchObject({ code: rpcError.aborted })
  expect(sent.slice(3)).toEqual([{ type: 'abort', id: 2 }])
})

test('a lost line tells its reason', async () => {
  const { clock, end } = caller()
  const waiting = clock.now()

  end('The cable was pulled')

  await expect(waiting).rejects.toMatchObject({ code: rpcError.disconnected, data: { reason: 'The cable was pulled' } })
})

test('a long-lived signal keeps nothing of the calls that ended', async () => {
  const { clock, deliver } = caller()
  const { signal } = new AbortController()
  deliver(hello)
  const answered = clock.now(undefined, signal)
  const failed = clock.now(undefined, signal)

  expect(getEventListeners(signal, 'abort')).toHaveLength(2)
  deliver({ type: 'result', id: 1, result: 7 })
  deliver({ type: 'error', id: 2, error: { code: 'clock.broken' } })

  expect(await answered).toBe(7)
  await expect(failed).rejects.toMatchObject({ code: 'clock.broken' })
  expect(getEventListeners(signal, 'abort')).toEqual([])
})
