import { describe, expect, test } from 'vitest'
import { connect } from '../../../src-shared/rpc/client.ts'
import { type AppError, rpcError } from '../../../src-shared/rpc/errors.ts'
import { probe, token } from './probe.ts'
import { call, expectNoted, transports } from './transports.ts'

const disconnected = { name: 'AppError', code: rpcError.disconnected }

describe.each(transports)('a lost line over $transport', ({ open }) => {
  test('ends the calls that wait, those that come later, and tells why once', async () => {
    await using line = await open()
    const told: AppError[] = []
    const { calls } = connect(line.port, probe, { token, onClose: (error) => told.push(error) })
    const held = calls.hold({ key: 'job' })
    await expectNoted(line, 'job held')

    line.loseHost()

    await expect(held).rejects.toMatchObject(disconnected)
    await expect(calls.add({ a: 1 })).rejects.toMatchObject(disconnected)
    expect(told).toEqual([expect.objectContaining(disconnected)])
  })

  test('ends the stream that runs, after what came', async () => {
    await using line = await open()
    const { streams } = call(line)
    const seen: string[] = []

    const consume = async () => {
      for await (const item of streams.silence({ key: 'song' })) {
        seen.push(item)
        line.loseHost()
      }
    }

    await expect(consume()).rejects.toMatchObject(disconnected)
    expect(seen).toEqual(['song'])
  })

  test('tells a handler of a call that its caller is gone, not that it gave up', async () => {
    await using line = await open()
    const held = call(line).calls.hold({ key: 'job' })
    await expectNoted(line, 'job held')

    line.loseCaller()

    await expect(held).rejects.toMatchObject(disconnected)
    await expectNoted(line, `job ${rpcError.disconnected}`)
  })

  test('tells a handler of a stream that its caller is gone, not that it gave up', async () => {
    await using line = await open()
    const items = call(line).streams.silence({ key: 'song' })[Symbol.asyncIterator]()
    await items.next()

    line.loseCaller()

    await expect(items.next()).rejects.toMatchObject(disconnected)
    await expectNoted(line, `song ${rpcError.disconnected}`)
  })

  test('is what a disposed client leaves: its calls end, and the host knows', async () => {
    await using line = await open()
    const client = call(line)
    const held = client.calls.hold({ key: 'job' })
    await expectNoted(line, 'job held')

    client[Symbol.dispose]()

    await expect(held).rejects.toMatchObject({ ...disconnected, data: { reason: 'The caller is done' } })
    await expectNoted(line, `job ${rpcError.disconnected}`)
  })
})
