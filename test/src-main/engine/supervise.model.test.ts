import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { engineError } from '../../../src-shared/engine/lifecycle.ts'
import { rpcError } from '../../../src-shared/rpc/errors.ts'
import { pidOf } from '../../helpers/pid-of.ts'
import { processEnd } from './process-end.ts'
import { superviseProbe } from './supervised-probe.ts'

const withCode = (code: string, data?: object) =>
  expect.objectContaining(data ? { code, data: expect.objectContaining(data) } : { code })

test('the child is started by the first work, has no environment but its own, and is gone after stop', async () => {
  const { engine } = superviseProbe({}, { environment: { ONLY: 'this' } })
  await using _ = engine
  expect(engine.state()).toMatchObject({ phase: 'stopped', pid: null, run: 0 })

  const environment = await engine.use(({ client }) => client.probe.environment(undefined))

  expect(environment).toMatchObject({ ONLY: 'this' })
  expect(environment).not.toHaveProperty('HOME')
  const { pid } = engine.state()
  await engine.stop()
  expect(engine.state()).toMatchObject({ phase: 'stopped', pid: null, fault: null })
  await processEnd(pidOf(pid))
})

test('a child that dies fails the work with how and at what, its last words go to the log, and the next work has a new child', async () => {
  const { engine, logged } = superviseProbe()
  await using _ = engine

  const exited = engine.use(({ client }) => client.probe.die({ with: 'exit' }), { stage: 'first' })
  await expect(exited).rejects.toThrow(withCode(engineError.crashed, { exit_code: 3, signal: null, stage: 'first' }))
  const faulted = engine.use(({ client }) => client.probe.die({ with: 'fault' }), { stage: 'second' })
  await expect(faulted).rejects.toThrow(withCode(engineError.crashed, { exit_code: null, signal: 'SIGSEGV', stage: 'second' }))

  expect(logged[0]).toMatchObject({ name: 'probe', stages: ['first'], tail: ['last words'] })
  expect(await engine.use(({ client }) => client.probe.echo({ text: 'again' }))).toBe('again')
  expect(engine.state()).toMatchObject({ run: 3, crashes: 2 })
})

test('a stream that is cut by the end of its child keeps what came and then fails', async () => {
  const { engine } = superviseProbe()
  await using _ = engine
  const seen: number[] = []

  const reading = async () => {
    for await (const n of engine.stream(({ client }) => client.probe.count({ to: 3 }), { stage: 'stream' })) {
      seen.push(n)
      if (n === 3) process.kill(pidOf(engine.state().pid), 'SIGKILL')
    }
  }

  await expect(reading()).rejects.toThrow(withCode(engineError.crashed, { signal: 'SIGKILL', stage: 'stream' }))
  expect(seen).toEqual([1, 2, 3])
})

test('five crashes without success are a loop: nothing is started until somebody asks again', async () => {
  const { engine } = superviseProbe()
  await using _ = engine
  const die = () => engine.use(({ client }) => client.probe.die({ with: 'exit' }), { stage: 'die' })

  for (let n = 0; n < 5; n++) await expect(die()).rejects.toThrow(withCode(engineError.crashed))

  expect(engine.state().phase).toBe('crash_loop')
  await expect(die()).rejects.toThrow(withCode(engineError.crashLoop, { crashes: 5 }))
  expect(engine.state().run).toBe(5)
  engine.retry()
  expect(await engine.use(({ client }) => client.probe.echo({ text: 'alive' }))).toBe('alive')
})

test('success at another stage does not hide a crash loop, success at the same ends it', async () => {
  const { engine } = superviseProbe()
  await using _ = engine
  const work = (stage: string) => engine.use(({ client }) => client.probe.echo({ text: 'ok' }), { stage })
  const die = () => engine.use(({ client }) => client.probe.die({ with: 'exit' }), { stage: 'answer' }).catch(() => undefined)

  await die()
  await work('load')
  expect(engine.state().crashes).toBe(1)
  await work('answer')
  await die()

  expect(engine.state().crashes).toBe(1)
})

test('a child that does not answer in time is ended as hung, and one that is allowed to be silent while it works is not', async () => {
  const strict = superviseProbe({ heartbeatMs: 20, silentMs: 200, silentBusyMs: 200 }).engine
  await using _ = strict
  const patient = superviseProbe({ heartbeatMs: 20, silentMs: 200, silentBusyMs: 60_000 }).engine
  await using __ = patient

  const blocked = strict.use(({ client }) => client.probe.block({ ms: 3_600_000 }))
  const busy = patient.use(({ client }) => client.probe.block({ ms: 1_500 }))

  await expect(blocked).rejects.toThrow(withCode(engineError.hung, { silent_ms: 200 }))
  await expect(busy).resolves.toBeUndefined()
  expect(patient.state().run).toBe(1)
})

test('work over its time limit costs the child and fails with the code it asked for', async () => {
  const { engine } = superviseProbe()
  await using _ = engine

  const late = engine.use(({ client }) => client.probe.block({ ms: 3_600_000 }), {
    stage: 'parse',
    limitMs: 300,
    lateCode: 'parser.late',
  })

  await expect(late).rejects.toThrow(withCode('parser.late', { stage: 'parse', limit_ms: 300 }))
})

test('a child over its memory is ended, also while it does not answer', async () => {
  const memoryBytes = 400 * 1024 * 1024
  const { engine } = superviseProbe({ memoryBytes, memoryEveryMs: 20 })
  await using _ = engine

  const growing = engine.use(async ({ client }) => {
    await client.probe.grow({ bytes: memoryBytes })
    await client.probe.block({ ms: 3_600_000 })
  })

  await expect(growing).rejects.toThrow(withCode(engineError.outOfMemory, { limit_bytes: memoryBytes }))
})

test('a module that cannot be started is told as such, and counts as a crash', async () => {
  const { engine, logged } = superviseProbe({}, { entry: new URL('./no-such-engine.ts', import.meta.url) })
  await using _ = engine

  await expect(engine.use(async () => undefined)).rejects.toThrow(withCode(engineError.couldNotStart, { exit_code: 1 }))

  expect(engine.state()).toMatchObject({ phase: 'stopped', crashes: 1, fault: { code: engineError.couldNotStart } })
  expect(JSON.stringify(logged)).toContain('no-such-engine.ts')
})

test('after its idle time the child is stopped, but never under running work', async () => {
  const { engine } = superviseProbe({ idleMs: () => 50 })
  await using _ = engine
  const stopped = Promise.withResolvers<void>()
  using __ = engine.onState(({ phase, run }) => {
    if (phase === 'stopped' && run === 1) stopped.resolve()
  })

  await engine.use(({ client }) => client.probe.block({ ms: 300 }))
  expect(engine.state().phase).toBe('ready')
  await stopped.promise

  expect(engine.state()).toMatchObject({ phase: 'stopped', fault: null, crashes: 0 })
  expect(await engine.use(({ client }) => client.probe.echo({ text: 'back' }))).toBe('back')
})

test('stop ends running work as aborted, also the wait for a child that is still starting', async () => {
  const { engine } = superviseProbe()
  await using _ = engine

  const starting = engine.use(({ client }) => client.probe.wait(undefined))
  await Promise.all([engine.stop(), expect(starting).rejects.toThrow(withCode(rpcError.aborted))])
  const running = engine.stream(({ client }) => client.probe.count({ to: 1 }))
  await running.next()
  await Promise.all([engine.stop(), expect(running.next()).rejects.toThrow(withCode(rpcError.aborted))])
  const controller = new AbortController()
  const given = engine.use(({ client }) => client.probe.wait(undefined), { signal: controller.signal })
  controller.abort()

  await expect(given).rejects.toThrow(withCode(rpcError.aborted))
})

test('a core killed with SIGKILL leaves no child, not even one that is deep in native code', async () => {
  const parent = spawn(process.execPath, [fileURLToPath(new URL('./lonely-parent.ts', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(parent.stdout, 'data')
  const pid = Number(line)
  expect(process.kill(pid, 0)).toBe(true)

  parent.kill('SIGKILL')

  await processEnd(pid)
})
