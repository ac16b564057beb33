import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { Duplex } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { expect, test, vi } from 'vitest'
import { coreStdio, shellChannelFd } from '../../../src-main/core/shell-channel.ts'
import { splitChannel } from '../../../src-main/rpc/channel-splitter.ts'
import { portPair } from '../../../src-main/rpc/port-pair.ts'
import { streamPort } from '../../../src-main/rpc/stream-port.ts'
import { connect } from '../../../src-shared/rpc/client.ts'
import { rpcError } from '../../../src-shared/rpc/errors.ts'
import { probe, token } from './probe.ts'

test('lanes of one pipe to a child are answered apart, streams of bytes in order and intact', async () => {
  await using child = startLanes()
  const [first, second] = [child.open('first'), child.open('second')]

  const [counted, vectors, sum] = await Promise.all([
    Array.fromAsync(first.streams.count({ to: 500 })),
    Array.fromAsync(second.streams.vectors({ count: 300 })),
    second.calls.add({ a: 40 }),
  ])

  expect(counted).toEqual(Array.from({ length: 500 }, (_, n) => n + 1))
  expect(vectors).toEqual(Array.from({ length: 300 }, (_, n) => new Float32Array([n, n / 2])))
  expect(sum).toBe(42)
})

test('a frame of many megabytes arrives whole between small ones', async () => {
  await using child = startLanes()
  const { calls } = child.open('page')
  const bytes = new Uint8Array(20_000_000).map((_, n) => n % 251)

  const [large, small] = await Promise.all([calls.echo(bytes), calls.add({ a: 1 })])

  expect(Buffer.compare(large as Uint8Array, bytes)).toBe(0)
  expect(small).toBe(3)
})

test('a window that goes ends its lane only: its running call is told, the others go on', async () => {
  await using child = startLanes()
  const [leaving, staying] = [child.open('leaving'), child.open('staying')]
  const held = leaving.calls.hold({ key: 'k' })
  await child.noted('leaving: k held')

  leaving[Symbol.dispose]()

  await expect(held).rejects.toMatchObject({ code: rpcError.disconnected })
  await child.noted('leaving: k disconnected')
  expect(await staying.calls.add({ a: 1 })).toBe(3)
})

test('every lane ends when the child dies, and one that is opened afterwards has ended already', async () => {
  await using child = startLanes()
  const lanes = [child.open('first'), child.open('second')]
  const held = lanes.map(({ calls }) => calls.hold({ key: 'k' }).catch((error: unknown) => error))
  await child.noted('second: k held')

  child.process.kill('SIGKILL')

  const gone = expect.objectContaining({ code: rpcError.disconnected })
  expect(await Promise.all(held)).toEqual([gone, gone])
  await expect(child.open('late').calls.add({ a: 1 })).rejects.toMatchObject({ code: rpcError.disconnected })
})

test('the child learns that its parent hung up', async () => {
  await using child = startLanes()
  const held = child.open('page').calls.hold({ key: 'k' })
  await child.noted('page: k held')

  child.hangUp()

  await expect(held).rejects.toMatchObject({ code: rpcError.disconnected })
  const [exitCode] = await once(child.process, 'exit')
  expect(exitCode).toBe(0)
})

test('what is no lane ends the channel', async () => {
  const [left, right] = portPair()
  splitChannel(left)
  const over = new Promise((resolve) => right.listen(() => undefined, resolve))

  right.post({ type: 'frame', lane: 'one' })

  expect(await over).toBe('The other side closed the port')
})

function startLanes() {
  const script = fileURLToPath(new URL('./lanes-child.ts', import.meta.url))
  const started = spawn(process.execPath, [script], { stdio: [...coreStdio] })
  const notes: string[] = []
  if (started.stderr) createInterface(started.stderr).on('line', (note) => notes.push(note))
  const pipe = started.stdio[shellChannelFd]
  if (!(pipe instanceof Duplex)) throw new TypeError('There is no pipe to the child')
  const channel = streamPort(pipe)
  const lanes = splitChannel(channel)
  return {
    process: started,
    open: (name: string) => connect(lanes.open(name), probe, { token }),
    hangUp: () => channel.close(),
    noted: (note: string) => vi.waitFor(() => expect(notes).toContain(note), { timeout: 10_000, interval: 5 }),
    [Symbol.asyncDispose]: () => ended(started),
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}
