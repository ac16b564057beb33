import { once } from 'node:events'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { expect, test, vi } from 'vitest'

type Listener = (event: { readonly source: unknown; readonly data: unknown }) => void

const world = vi.hoisted(() => ({
  listeners: [] as Listener[],
  toMain: [] as unknown[][],
  toPage: [] as unknown[][],
  exposed: new Map<string, unknown>(),
}))
vi.mock('electron', () => ({
  ipcRenderer: { postMessage: (...message: unknown[]) => world.toMain.push(message) },
  contextBridge: { exposeInMainWorld: (name: string, value: unknown) => world.exposed.set(name, value) },
  webUtils: { getPathForFile: (file: File) => `/home/${file.name}` },
}))
const page = { postMessage: (...message: unknown[]) => world.toPage.push(message) }
vi.stubGlobal('window', page)
vi.stubGlobal('MessageChannel', MessageChannel)
vi.stubGlobal('addEventListener', (_: string, listener: Listener) => world.listeners.push(listener))
await import('../../src-preload/preload.ts')

const post = (data: unknown, source: unknown = page): void => world.listeners.forEach((listen) => void listen({ source, data }))

test('the page gets one port each time it asks, to its own origin only, and main gets its other end', async () => {
  post('hearth-ready')

  expect(world.toMain).toEqual([['hearth-port', null, [expect.anything()]]])
  expect(world.toPage).toEqual([['hearth-port', '/', [expect.anything()]]])
  const [mine, theirs] = [world.toMain, world.toPage].map((sent) => (sent.at(-1)?.at(-1) as MessagePort[] | undefined)?.[0])
  mine?.postMessage('through')
  expect(theirs && (await once(theirs, 'message'))).toEqual(['through'])
  mine?.close()
})

test('nothing but the words of our page moves it: no frame, no other message', () => {
  const before = [world.toMain.length, world.toPage.length]

  post('hearth-ready', {})
  post('hearth-ready', null)
  post({ type: 'hearth-ready' })
  post('hearth-port')

  expect([world.toMain.length, world.toPage.length]).toEqual(before)
})

test('one function more is lent to the page, and no other: where a file lies', () => {
  expect([...world.exposed]).toEqual([['hearth', { pathOf: expect.any(Function) }]])
  const bridge = world.exposed.get('hearth') as { readonly pathOf: (file: File) => string }
  expect(bridge.pathOf(new File([], 'notes.txt'))).toBe('/home/notes.txt')
})
