import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, test, vi } from 'vitest'
import { WebSocketServer, WebSocket as WsSocket } from 'ws'
import { connect } from '../../../src-shared/rpc/client.ts'
import { rpcError } from '../../../src-shared/rpc/errors.ts'
import { serve } from '../../../src-shared/rpc/host.ts'
import { socketPort } from '../../../src-shared/rpc/socket-port.ts'
import { probe, probeOptions, token } from '../../src-main/rpc/probe.ts'

async function openServer(limitBytes?: number, maxPayload = limitBytes) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, ...(maxPayload && { maxPayload }) })
  const notes: string[] = []
  const limit = limitBytes === undefined ? {} : { limitBytes }
  server.on('connection', (socket) =>
    serve(
      socketPort(socket, limit),
      probe,
      probeOptions((note) => notes.push(note)),
    ),
  )
  await once(server, 'listening')
  return {
    notes,
    limit,
    dial: () => new WsSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`),
    [Symbol.dispose]() {
      for (const client of server.clients) client.terminate()
      server.close()
    },
  }
}

const garbage: readonly (readonly [string, string | Uint8Array])[] = [
  ['text that is no JSON', '{"type":'],
  ['JSON that is no frame', '[1,2]'],
  ['no bytes at all', new Uint8Array(0)],
  ['bytes too few for a length', new Uint8Array([1, 2])],
  ['a header longer than the frame', new Uint8Array([255, 255, 255, 255, 1])],
  ['a header that is no text', new Uint8Array([2, 0, 0, 0, 255, 254])],
  ['a header that is no JSON', new Uint8Array([1, 0, 0, 0, 123])],
]

test.each(garbage)('%s closes the socket with a reason, and the next caller is served', async (_, data) => {
  using server = await openServer()
  const socket = server.dial()
  await once(socket, 'open')

  socket.send(data)
  const [code, reason] = await once(socket, 'close')

  expect([code, String(reason)]).toEqual([4000, expect.stringMatching(/malformed/)])
  using next = connect(socketPort(server.dial()), probe, { token })
  expect(await next.calls.add({ a: 1 })).toBe(3)
})

test('a frame over the limit of its sender fails its call alone', async () => {
  using server = await openServer(1000)
  using client = connect(socketPort(server.dial(), server.limit), probe, { token })

  await expect(client.calls.echo('x'.repeat(1000))).rejects.toMatchObject({
    code: rpcError.tooLarge,
    data: { sizeBytes: expect.any(Number), limitBytes: 1000 },
  })
  await expect(client.calls.echo(new Uint8Array(1000))).rejects.toMatchObject({ code: rpcError.tooLarge })
  expect(await client.calls.echo(new Uint8Array(500))).toHaveLength(500)
})

test('a frame over the limit of its receiver ends the line, and its calls say so', async () => {
  using server = await openServer(1000)
  using client = connect(socketPort(server.dial()), probe, { token })

  const answer = client.calls.echo('x'.repeat(5000))

  await expect(answer).rejects.toMatchObject({ code: rpcError.disconnected, data: { reason: expect.stringMatching(/1009/) } })
})

test('the limit holds even if the server of the socket does not know it', async () => {
  using server = await openServer(1000, 2 ** 20)
  using client = connect(socketPort(server.dial()), probe, { token })

  const answer = client.calls.echo(new Uint8Array(5000))

  await expect(answer).rejects.toMatchObject({ data: { reason: 'A frame was over the limit of 1000 bytes' } })
})

test('a result over the limit fails its call with the sizes', async () => {
  using server = await openServer(1000)
  using client = connect(socketPort(server.dial()), probe, { token })

  await expect(client.calls.fill({ sizeBytes: 5000 })).rejects.toMatchObject({
    code: rpcError.tooLarge,
    data: { sizeBytes: expect.any(Number), limitBytes: 1000 },
  })
  expect(await client.calls.fill({ sizeBytes: 500 })).toHaveLength(500)
})

test('a socket that cannot be opened fails the calls that waited for it', async () => {
  using client = connect(socketPort(new WsSocket('ws://127.0.0.1:1')), probe, { token })

  await expect(client.calls.add({ a: 1 })).rejects.toMatchObject({ code: rpcError.disconnected })
})

test('a caller that does not read is hung up on before it fills the memory', async () => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  const closed: string[] = []
  const accepted = once(server, 'connection')
  const deaf = new WsSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  await once(deaf, 'open')
  deaf.pause()
  const [socket] = await accepted
  const port = socketPort(socket, { limitBytes: 2 ** 20 })
  port.listen(
    () => {},
    (reason) => closed.push(reason),
  )

  await vi.waitFor(() => {
    port.post(new Uint8Array(2 ** 19))
    expect(closed).toEqual(['The other side does not read'])
  }, 15_000)

  deaf.terminate()
  socket.terminate()
  server.close()
})
