import { describe, expect, test, vi } from 'vitest'
import { connect } from '../../../src-shared/rpc/client.ts'
import { rpcError } from '../../../src-shared/rpc/errors.ts'
import type { Port } from '../../../src-shared/rpc/port.ts'
import { protocolVersion } from '../../../src-shared/rpc/protocol-version.ts'
import { probe, token } from './probe.ts'
import { transports } from './transports.ts'

const hello = { type: 'hello', version: protocolVersion, token }
const release = { type: 'request', id: 1, path: 'calls.nested', input: { list: [] }, credit: 0 }

function listen(port: Port) {
  const heard = { frames: [] as unknown[], closed: [] as string[] }
  port.listen(
    (frame) => heard.frames.push(frame),
    (reason) => heard.closed.push(reason),
  )
  return heard
}

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 5 })

describe.each(transports)('a handshake over $transport', ({ open }) => {
  test('with another version shows ours, runs nothing and closes', async () => {
    await using line = await open()
    const heard = listen(line.port)

    line.port.post({ ...hello, version: protocolVersion + 1 })
    line.port.post(release)

    await eventually(() => expect(heard.closed).toHaveLength(1))
    expect(heard.frames).toEqual([{ type: 'hello', version: protocolVersion }])
    expect(line.notes).toEqual([])
  })

  test('that does not come first closes the line and runs nothing', async () => {
    await using line = await open()
    const heard = listen(line.port)

    line.port.post(release)
    line.port.post(hello)

    await eventually(() => expect(heard.closed).toHaveLength(1))
    expect(heard.frames).toEqual([])
    expect(line.notes).toEqual([])
  })

  test('of a caller that is not accepted ends every call as forbidden', async () => {
    await using line = await open()
    const { calls } = connect(line.port, probe, { token: 'guessed' })

    await expect(calls.nested({ list: [] })).rejects.toMatchObject({ code: rpcError.forbidden })
    await expect(calls.add({ a: 1 })).rejects.toMatchObject({ code: rpcError.forbidden })
    expect(line.notes).toEqual([])
  })

  test('twice closes the line', async () => {
    await using line = await open()
    const heard = listen(line.port)

    line.port.post(hello)
    line.port.post(hello)

    await eventually(() => expect(heard.closed).toHaveLength(1))
  })

  test.each(['calls.gone', 'constructor.toString', '__proto__.toString', 'calls.constructor', 'calls.__proto__', 'calls', ''])(
    'lets nobody call %j',
    async (path) => {
      await using line = await open()
      const heard = listen(line.port)

      line.port.post(hello)
      line.port.post({ ...release, path })

      await eventually(() => expect(heard.frames).toHaveLength(2))
      expect(heard.frames[1]).toEqual({ type: 'error', id: 1, error: { code: rpcError.unknownMethod, data: { method: path } } })
    },
  )

  test('does not make a malformed frame or a second use of an id welcome', async () => {
    for (const frame of [{ type: 'request' }, 'text', null, { ...release, id: 7, path: 'calls.hold', input: { key: 'x' } }]) {
      await using line = await open()
      const heard = listen(line.port)

      line.port.post(hello)
      line.port.post(frame)
      line.port.post(frame)

      await eventually(() => expect(heard.closed).toHaveLength(1))
    }
  })
})
