import { expect, test, vi } from 'vitest'
import type { CoreExit, RunningCore } from '../../../src-main/electron/core-process.ts'
import { keepCore } from '../../../src-main/electron/keep-core.ts'
import { createCrashHistory } from '../../../src-main/engine/crash-history.ts'
import { splitChannel } from '../../../src-main/rpc/channel-splitter.ts'
import { portPair } from '../../../src-main/rpc/port-pair.ts'

const crash: CoreExit = { exitCode: null, signal: 'SIGKILL', tail: [] }

test('a core that dies ends the pages and is started again; pages that ask again reach the new one', async () => {
  await using kept = keepFake()
  const page = kept.connect()
  expect(await page.ask('hello')).toBe('1: hello')

  kept.cores[0]?.die()

  await page.over
  await vi.waitFor(() => expect(kept.cores.length).toBe(2), 15_000)
  expect(await kept.connect().ask('again')).toBe('2: again')
  expect(kept.crashes).toEqual([crash])
})

test('while there is no core a page is told at once instead of waiting', async () => {
  await using kept = keepFake({ firstDelayMs: 60_000 })
  kept.cores[0]?.die()
  await vi.waitFor(() => expect(kept.crashes.length).toBe(1), 15_000)

  expect(await kept.connect().over).toBeTypeOf('string')
})

test('a core that dies again and again is started no more until the person says so', async () => {
  await using kept = keepFake({ answers: [true, false] })

  for (const count of [1, 2, 3, 4, 5, 6]) {
    await vi.waitFor(() => expect(kept.cores.length).toBe(count), 15_000)
    kept.cores[count - 1]?.die()
  }

  await vi.waitFor(() => expect(kept.asked()).toBe(2), 15_000)
  expect([kept.cores.length, kept.crashes.length]).toEqual([6, 6])
})

test('a core that ends because it was told to is no crash and is not started again', async () => {
  const kept = keepFake()

  await kept[Symbol.asyncDispose]()

  expect([kept.cores.length, kept.crashes]).toEqual([1, []])
})

interface FakeOptions {
  readonly firstDelayMs?: number
  /** What the person answers when asked whether to go on. */
  readonly answers?: readonly boolean[]
}

function keepFake({ firstDelayMs = 1, answers = [] }: FakeOptions = {}) {
  const cores: (RunningCore & { die(): void })[] = []
  const crashes: CoreExit[] = []
  const left = [...answers]
  const kept = keepCore({
    start() {
      const core = fakeCore(cores.length + 1)
      cores.push(core)
      return core
    },
    serveShell: () => undefined,
    history: createCrashHistory({ now: Date.now, limit: 3, windowMs: 60_000, firstDelayMs, longestDelayMs: 60_000 }),
    onCrash: (exit) => crashes.push(exit),
    askToGoOn: async () => left.shift() ?? false,
  })
  return {
    ...{ cores, crashes, asked: () => answers.length - left.length },
    connect() {
      const [near, far] = portPair()
      kept.connect(far)
      const heard: ((frame: unknown) => void)[] = []
      const over = new Promise((resolve) => near.listen((frame) => heard.shift()?.(frame), resolve))
      const ask = (frame: unknown): Promise<unknown> =>
        new Promise((resolve) => {
          heard.push(resolve)
          near.post(frame)
        })
      return { ask, over }
    },
    [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose](),
  }
}

/** Answers every page with its own number and what was asked. */
function fakeCore(number: number): RunningCore & { die(): void } {
  const [near, far] = portPair()
  const { promise: exited, resolve } = Promise.withResolvers<CoreExit>()
  splitChannel(far, (lane) =>
    lane.listen(
      (frame) => lane.post(`${number}: ${frame}`),
      () => undefined,
    ),
  )
  const end = (exit: CoreExit): void => {
    far.close()
    resolve(exit)
  }
  return {
    ...{ pid: number, port: near, exited, die: () => end(crash) },
    stop: async () => end({ exitCode: 0, signal: null, tail: [] }),
  }
}
