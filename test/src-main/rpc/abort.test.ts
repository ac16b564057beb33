import { describe, expect, test } from 'vitest'
import { AppError, rpcError } from '../../../src-shared/rpc/errors.ts'
import { call, expectNoted, transports } from './transports.ts'

const aborted = { name: 'AppError', code: rpcError.aborted }

describe.each(transports)('an abort over $transport', ({ open }) => {
  test('ends the call at once and reaches the handler', async () => {
    await using line = await open()
    const { calls } = call(line)
    const controller = new AbortController()
    const held = calls.hold({ key: 'job' }, controller.signal)
    await expectNoted(line, 'job held')

    controller.abort(new Error('changed my mind'))

    await expect(held).rejects.toMatchObject({ ...aborted, cause: { message: 'changed my mind' } })
    await expectNoted(line, `job ${rpcError.aborted}`)
  })

  test('before a call sends nothing', async () => {
    await using line = await open()
    const { calls, streams } = call(line)

    await expect(calls.hold({ key: 'job' }, AbortSignal.abort())).rejects.toMatchObject(aborted)
    await expect(Array.fromAsync(streams.count({ to: 3 }, AbortSignal.abort()))).rejects.toMatchObject(aborted)

    expect(await streams.counted()).toBe(0)
    expect(line.notes).toEqual([])
  })

  test('in mid-stream ends the loop and reaches the handler', async () => {
    await using line = await open()
    const { streams } = call(line)
    const controller = new AbortController()
    const seen: string[] = []

    const consume = async () => {
      for await (const item of streams.silence({ key: 'song' }, controller.signal)) {
        seen.push(item)
        controller.abort()
      }
    }

    await expect(consume()).rejects.toMatchObject(aborted)
    expect(seen).toEqual(['song'])
    await expectNoted(line, `song ${rpcError.aborted}`)
  })

  test('stops a handler that waits for its caller to make room', async () => {
    await using line = await open()
    const { streams } = call(line)
    const controller = new AbortController()
    const items = streams.count({ to: 1_000_000 }, controller.signal)[Symbol.asyncIterator]()
    await items.next()

    controller.abort()

    await expect(items.next()).rejects.toMatchObject(aborted)
    await expect.poll(() => line.notes[0], { timeout: 10_000 }).toMatch(/^count over at \d{1,2}$/)
  })

  test('of one call leaves the others alone', async () => {
    await using line = await open()
    const { calls } = call(line)
    const controller = new AbortController()
    const kept = calls.hold({ key: 'kept' })
    const given = calls.hold({ key: 'given up' }, controller.signal)
    await expectNoted(line, 'given up held')

    controller.abort()
    await expect(given).rejects.toMatchObject(aborted)
    await calls.release({ key: 'kept' })

    expect(await kept).toBe('kept')
  })

  test('after the answer does nothing', async () => {
    await using line = await open()
    const { calls } = call(line)
    const controller = new AbortController()

    expect(await calls.add({ a: 1 }, controller.signal)).toBe(3)
    controller.abort()

    expect(await calls.add({ a: 2 })).toBe(4)
  })

  test('that a handler answers with a fault shows at the host, and the line goes on', async () => {
    await using line = await open()
    const { calls } = call(line)
    const controller = new AbortController()
    const stubborn = calls.stubborn({ key: 'mule' }, controller.signal)
    await expectNoted(line, 'mule held')

    controller.abort()

    await expect(stubborn).rejects.toBeInstanceOf(AppError)
    await expectNoted(line, 'calls.stubborn failed: too late')
    expect(await calls.add({ a: 1 })).toBe(3)
  })
})
