import { setImmediate, setTimeout } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { call, stream } from '../../../src-shared/rpc/contract.ts'
import { downFrame } from '../../../src-shared/rpc/frames.ts'
import { serve } from '../../../src-shared/rpc/host.ts'
import { portOver } from '../../../src-shared/rpc/port.ts'
import { protocolVersion } from '../../../src-shared/rpc/protocol-version.ts'

const unguessable = z.literal('b2b0e1a4-the-one-input')
const vault = { vault: { open: call(unguessable, z.void()), watch: stream(unguessable, z.void()) } }

function host() {
  const heard = { frames: [] as unknown[], closed: [] as string[], ran: [] as string[], faults: [] as unknown[] }
  const { port, deliver } = portOver({ send: (frame) => heard.frames.push(frame), close: (reason) => heard.closed.push(reason) })
  const handlers = {
    open: () => void heard.ran.push('open'),
    async *watch() {
      heard.ran.push('watch')
      yield undefined
    },
  }
  serve(port, vault, { handlers: { vault: handlers }, onError: (_, error) => heard.faults.push(error) })
  return { heard, deliver }
}

const anything = fc.anything()
const frame = fc.record(
  {
    type: fc.oneof(fc.constantFrom('hello', 'request', 'credit', 'abort', 'result', 'error'), anything),
    id: fc.oneof(fc.nat(5), fc.double(), anything),
    path: fc.oneof(fc.constantFrom('vault.open', 'vault.watch', 'vault.constructor', '__proto__.open'), fc.string(), anything),
    input: anything,
    credit: fc.oneof(fc.integer(), fc.maxSafeInteger(), anything),
    version: fc.oneof(fc.constant(protocolVersion), fc.integer(), anything),
  },
  { requiredKeys: ['type'] },
)

test('whatever comes, the host answers with errors or hangs up, runs nothing and finds no fault of its own', async () => {
  const greeting = fc.constantFrom([], [{ type: 'hello', version: protocolVersion }])
  const garbage = fc.array(fc.oneof(frame, anything), { maxLength: 20 })

  await fc.assert(
    fc.asyncProperty(greeting, garbage, async (first, rest) => {
      const { heard, deliver } = host()

      for (const each of [...first, ...rest]) deliver(each)
      await setImmediate()

      for (const sent of heard.frames) expect(['hello', 'error']).toContain(downFrame.parse(sent).type)
      expect(heard).toMatchObject({ ran: [], faults: [] })
      expect(heard.closed.length).toBeLessThanOrEqual(1)
    }),
    { numRuns: 1000 },
  )
})

test('a request that breaks no rule does run, so the garbage was refused for what it was', async () => {
  const { heard, deliver } = host()

  deliver({ type: 'hello', version: protocolVersion })
  deliver({ type: 'request', id: 1, path: 'vault.open', input: unguessable.value, credit: 0 })
  await setImmediate()

  expect(heard.ran).toEqual(['open'])
  expect(heard.frames).toEqual([
    { type: 'hello', version: protocolVersion },
    { type: 'result', id: 1, result: undefined },
  ])
})

test('a disposed host hangs up and hears nothing more', async () => {
  const heard: string[] = []
  const { port, deliver } = portOver({ send: () => {}, close: (reason) => heard.push(reason) })
  const host = serve(port, vault, {
    handlers: { vault: { open: () => void heard.push('ran'), watch: async function* () {} } },
    onError: () => {},
  })

  deliver({ type: 'hello', version: protocolVersion })
  host[Symbol.dispose]()
  deliver({ type: 'request', id: 1, path: 'vault.open', input: unguessable.value, credit: 0 })
  await setImmediate()

  expect(heard).toEqual(['The host stopped'])
})

function jobHost(work: (signal: AbortSignal) => Promise<string>) {
  const heard = { frames: [] as unknown[], faults: [] as unknown[] }
  const { port, deliver } = portOver({ send: (frame) => heard.frames.push(frame), close: () => {} })
  const jobs = { jobs: { run: call(z.void(), z.string()) } }
  serve(port, jobs, {
    handlers: { jobs: { run: (_, signal) => work(signal) } },
    onError: (_, error) => heard.faults.push(error),
  })
  deliver({ type: 'hello', version: protocolVersion })
  return { heard, deliver, run: () => deliver({ type: 'request', id: 1, path: 'jobs.run', credit: 0 }) }
}

test('a result that comes after the abort is not sent', async () => {
  const { promise, resolve } = Promise.withResolvers<string>()
  const { heard, deliver, run } = jobHost(() => promise)
  run()

  deliver({ type: 'abort', id: 1 })
  resolve('too late')
  await setImmediate()

  expect(heard.frames).toHaveLength(1)
})

test('the AbortError of what a handler waited for is no fault', async () => {
  const { heard, deliver, run } = jobHost((signal) => setTimeout(60_000, 'never', { signal }))
  run()

  deliver({ type: 'abort', id: 1 })
  await setImmediate()

  expect(heard).toMatchObject({ frames: [{ type: 'hello' }], faults: [] })
})

test('an AbortError nobody asked for is a fault', async () => {
  const { heard, run } = jobHost(() => setTimeout(60_000, 'never', { signal: AbortSignal.abort() }))

  run()
  await setImmediate()

  expect(heard.faults).toEqual([expect.objectContaining({ name: 'AbortError' })])
  expect(heard.frames).toContainEqual({ type: 'error', id: 1, error: { code: 'internal' } })
})

test('nothing is kept of a request that ended, so its id is free again', async () => {
  const { heard, run } = jobHost(async () => 'done')

  run()
  await setImmediate()
  run()
  await setImmediate()

  expect(heard.frames.slice(1)).toEqual(Array(2).fill({ type: 'result', id: 1, result: 'done' }))
})
