import { describe, expect, test, vi } from 'vitest'
import { streamWindow } from '../../../src-shared/rpc/credit.ts'
import { rpcError } from '../../../src-shared/rpc/errors.ts'
import { call, expectNoted, transports } from './transports.ts'

describe.each(transports)('a stream over $transport', ({ open }) => {
  test('brings every item in order, and ends', async () => {
    await using line = await open()
    const { streams } = call(line)

    const items = await Array.fromAsync(streams.count({ to: 1000 }))

    expect(items).toEqual(Array.from({ length: 1000 }, (_, n) => n + 1))
  })

  test.each([0, streamWindow - 1, streamWindow, streamWindow + 1])('of %i items ends after the last of them', async (to) => {
    await using line = await open()
    const { streams } = call(line)

    expect(await Array.fromAsync(streams.count({ to }))).toHaveLength(to)
  })

  test('is never more than its window ahead of a slow caller', async () => {
    await using line = await open()
    const { streams } = call(line)
    const items = streams.count({ to: 1000 })[Symbol.asyncIterator]()

    for (let taken = 1; taken <= 100; taken++) {
      await items.next()
      expect(await streams.counted()).toBeLessThanOrEqual(taken + streamWindow)
    }
    await vi.waitFor(async () => expect(await streams.counted()).toBeGreaterThan(100), { timeout: 10_000 })
    for (let asked = 0; asked < 20; asked++) expect(await streams.counted()).toBeLessThanOrEqual(100 + streamWindow)
    await items.return?.()
  })

  test('that nobody consumes halts at its window and goes on when somebody does', async () => {
    await using line = await open()
    const { streams } = call(line)
    const items = streams.count({ to: 100 })[Symbol.asyncIterator]()

    await items.next()
    await vi.waitFor(async () => expect(await streams.counted()).toBe(streamWindow), { timeout: 10_000 })
    expect(await Array.fromAsync({ [Symbol.asyncIterator]: () => items })).toHaveLength(99)
    expect(await streams.counted()).toBe(100)
  })

  test('brings what came before its error, then the error', async () => {
    await using line = await open()
    const { streams } = call(line)
    const seen: number[] = []

    const consume = async () => {
      for await (const item of streams.breakAfter({ items: 3 })) seen.push(item)
    }

    await expect(consume()).rejects.toMatchObject({ code: 'probe.broke', data: { items: 3 } })
    expect(seen).toEqual([1, 2, 3])
  })

  test('with wrong input fails at its first item', async () => {
    await using line = await open()
    const { streams } = call(line)

    const items = Array.fromAsync(streams.count({ to: 1.5 }))

    await expect(items).rejects.toMatchObject({ code: rpcError.invalidInput })
  })

  test('does not run until it is iterated', async () => {
    await using line = await open()
    const { streams } = call(line)

    streams.count({ to: 5 })

    expect(await streams.counted()).toBe(0)
  })

  test('whose loop is left stops the handler where it is', async () => {
    await using line = await open()
    const { streams } = call(line)

    for await (const item of streams.count({ to: 1_000_000 })) if (item === 3) break

    await vi.waitFor(() => expect(line.notes[0]).toMatch(/^count over at \d{1,2}$/), { timeout: 10_000 })
    expect(await streams.counted()).toBeLessThanOrEqual(3 + streamWindow)
  })

  test('whose loop is left in silence aborts the handler', async () => {
    await using line = await open()
    const { streams } = call(line)

    for await (const _ of streams.silence({ key: 'left' })) break

    await expectNoted(line, `left ${rpcError.aborted}`)
  })

  test('shares its line fairly: a second stream runs while the first is not consumed', async () => {
    await using line = await open()
    const { streams } = call(line)
    const first = streams.count({ to: 1000 })[Symbol.asyncIterator]()
    await first.next()

    expect(await Array.fromAsync(streams.vectors({ count: 200 }))).toHaveLength(200)
    await first.return?.()
  })
})
