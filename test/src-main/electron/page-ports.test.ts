import { expect, test } from 'vitest'
import { receivePorts } from '../../../src-main/electron/page-ports.ts'
import { messagePort } from '../../../src-shared/rpc/message-port.ts'
import type { Port } from '../../../src-shared/rpc/port.ts'
import { FakeIpcMain } from '../../helpers/fake-electron.ts'

const ours = { origin: 'hearth-app://page', parent: null }

test('frames with bytes pass both ways between the page and who is given its port', async () => {
  const { ipc, given } = received()
  const page = messagePort(ipc.handOver(ours), { transfer: false })
  const [port] = given
  const frame = { id: 1, bytes: new Uint8Array([1, 2]), vector: new Float32Array([0.5]) }
  port?.listen(
    (received) => port.post(received),
    () => undefined,
  )

  const echoed = new Promise((resolve) => page.listen(resolve, () => undefined))
  page.post(frame)

  expect(await echoed).toEqual(frame)
})

test.each([
  ['another origin', { origin: 'https://example.org', parent: null }],
  ['an origin that only begins like ours', { origin: 'hearth-app://page.example.org', parent: null }],
  ['an opaque origin', { origin: 'null', parent: null }],
  ['a frame within our page', { origin: 'hearth-app://page', parent: {} }],
  ['a frame that is gone', null],
])('a port of %s is closed and given to nobody', async (_, frame) => {
  const { ipc, given } = received()

  const page = ipc.handOver(frame)

  await page.closed
  expect(given).toEqual([])
})

test('a window that asks again gives up the port it had; other windows keep theirs', async () => {
  const { ipc, given } = received()
  const [first, second] = [{}, {}]
  const before = ipc.handOver(ours, first)
  const other = messagePort(ipc.handOver(ours, second), { transfer: false })

  ipc.handOver(ours, first)

  await before.closed
  const heard = new Promise((resolve) => given[1]?.listen(resolve, () => undefined))
  other.post('still there')
  expect(await heard).toBe('still there')
  expect(given.length).toBe(3)
})

function received() {
  const ipc = new FakeIpcMain()
  const given: Port[] = []
  receivePorts(ipc, (port) => given.push(port))
  return { ipc, given }
}
