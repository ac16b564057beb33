import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { type ChildChannel, childPort } from '../../../src-main/rpc/child-port.ts'
import { connect } from '../../../src-shared/rpc/client.ts'
import { rpcError } from '../../../src-shared/rpc/errors.ts'
import { serve } from '../../../src-shared/rpc/host.ts'
import { probe, probeOptions } from './probe.ts'
import { forkProbe } from './transports.ts'

test('a child may call what its parent serves, and ends when it hung up', async () => {
  const child = forkProbe('./child-caller.ts')
  using _host = serve(
    childPort(child),
    probe,
    probeOptions(() => {}),
  )

  const [said, [exitCode]] = await Promise.all([child.stdout ? text(child.stdout) : '', once(child, 'exit')])

  expect(said).toBe('42 and 100 of Float32Array')
  expect(exitCode).toBe(0)
})

test('a port to a child that is gone already fails its calls', async () => {
  const child = forkProbe('./child-caller.ts')
  child.kill('SIGKILL')
  await once(child, 'disconnect')

  const { calls } = connect(childPort(child), probe)

  await expect(calls.add({ a: 1 })).rejects.toMatchObject({ code: rpcError.disconnected })
})

test('the last frame is written before the channel closes', () => {
  const written: (() => void)[] = []
  const seen: string[] = []
  const channel: ChildChannel = {
    connected: true,
    on: () => {},
    send: (_frame: unknown, done: unknown) => written.push(done as () => void) > 0,
    disconnect: () => seen.push('disconnected'),
  }
  const port = childPort(channel)

  port.post({ type: 'error' })
  port.close()
  expect(seen).toEqual([])
  written[0]?.()

  expect(seen).toEqual(['disconnected'])
})
