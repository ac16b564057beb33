import { once } from 'node:events'
import { duplexPair } from 'node:stream'
import { expect, test } from 'vitest'
import { streamPort } from '../../../src-main/rpc/stream-port.ts'
import { encodeFrame } from '../../../src-shared/rpc/encode-frame.ts'
import { rpcError } from '../../../src-shared/rpc/errors.ts'

test('frames that come in single bytes, or many in one chunk, are the frames that were sent', async () => {
  const frames = [
    { id: 1, text: 'Grüße' },
    { id: 2, bytes: new Uint8Array([1, 2, 3]) },
    { id: 3, empty: new Float32Array() },
    null,
  ]
  const [written, sent] = duplexPair()
  const chunks: Buffer[] = []
  sent.on('data', (chunk: Buffer) => chunks.push(chunk))
  const port = streamPort(written)
  for (const frame of frames) port.post(frame)
  port.close()
  await once(sent, 'end')
  const wire = Buffer.concat(chunks)

  for (const size of [1, 7, wire.length]) {
    const [left, right] = duplexPair()
    const received: unknown[] = []
    const over = new Promise((resolve) => streamPort(right).listen((frame) => received.push(frame), resolve))
    for (let start = 0; start < wire.length; start += size) left.write(wire.subarray(start, start + size))
    left.end()
    right.once('end', () => right.destroy())
    await over
    expect(received).toEqual(frames)
  }
})

test.each([
  ['a frame over the limit', Buffer.from([255, 255, 255, 255, 0]), /over the limit/],
  ['text that is no JSON', Buffer.from([2, 0, 0, 0, 0, 123, 123]), /malformed/],
  ['bytes without a header', Buffer.from([2, 0, 0, 0, 1, 9, 9]), /malformed/],
])('%s ends the port with words', async (_, bytes, reason) => {
  const [left, right] = duplexPair()
  const port = streamPort(right, { limitBytes: 1000 })
  const over = new Promise((resolve) => port.listen(() => undefined, resolve))

  left.write(bytes)

  expect(await over).toMatch(reason)
})

test('a frame over the limit is not sent, and its sender is told', () => {
  const [left] = duplexPair()
  const port = streamPort(left, { limitBytes: 100 })

  expect(() => port.post({ text: 'x'.repeat(200) })).toThrow(expect.objectContaining({ code: rpcError.tooLarge }))
  expect(typeof encodeFrame({ text: 'x' }, 100)).toBe('string')
})

test('a process that stopped reading is not written to without end', async () => {
  const [left] = duplexPair()
  const port = streamPort(left, { limitBytes: 100_000 })
  const over = new Promise((resolve) => port.listen(() => undefined, resolve))

  for (let n = 0; n < 50; n++) port.post({ text: 'x'.repeat(10_000) })

  expect(await over).toBe('The other process does not read')
})
