import { MessageChannel } from 'node:worker_threads'
import { expect, test, vi } from 'vitest'
import { messagePort } from '../../../src-shared/rpc/message-port.ts'

function open(transfer?: boolean) {
  const { port1, port2 } = new MessageChannel()
  const near = messagePort(port1, transfer === undefined ? {} : { transfer })
  const heard: unknown[] = []
  messagePort(port2).listen(
    (frame) => heard.push(frame),
    () => {},
  )
  return { near, heard, [Symbol.dispose]: () => near.close() }
}

test('an array that owns its buffer is moved, not copied', async () => {
  using line = open()
  const bytes = new Uint8Array([1, 2, 3])

  line.near.post({ bytes })

  expect(bytes.byteLength).toBe(0)
  await vi.waitFor(() => expect(line.heard).toEqual([{ bytes: new Uint8Array([1, 2, 3]) }]), 15_000)
})

test('an array is copied where the other end cannot take a moved one', async () => {
  using line = open(false)
  const bytes = new Uint8Array([1, 2, 3])

  line.near.post({ bytes })

  expect(bytes.byteLength).toBe(3)
  await vi.waitFor(() => expect(line.heard).toEqual([{ bytes }]), 15_000)
})

test('a part of a buffer does not take the rest of it along', async () => {
  using line = open()
  const secret = Buffer.from('password and greeting')

  line.near.post({ bytes: secret.subarray(13) })

  await vi.waitFor(() => expect(line.heard).toHaveLength(1), 15_000)
  const [{ bytes }] = line.heard as [{ bytes: Uint8Array }]
  expect(Buffer.from(bytes.buffer).toString()).toBe('greeting')
  expect(secret.toString()).toBe('password and greeting')
})
