import { expect, test, vi } from 'vitest'
import { createToastStore } from '../../../src-renderer/toasts/toast-store.ts'
import { conversationError } from '../../../src-shared/desktop/conversations.ts'
import { newId } from '../../../src-shared/ids.ts'
import { AppError, rpcError } from '../../../src-shared/rpc/errors.ts'

const open = () => createToastStore({ newId })

test('what could not be done is told, and stays', async () => {
  const store = open()

  await store.getState().attempt(() => Promise.reject(new AppError(conversationError.unknown)))

  expect(store.getState().toasts).toMatchObject([{ kind: 'error', fault: { code: conversationError.unknown } }])
})

test('a lost connection is left to its banner', async () => {
  const store = open()

  await store.getState().attempt(() => Promise.reject(new AppError(rpcError.disconnected)))

  expect(store.getState().toasts).toEqual([])
})

test('three are shown at most, the newest last', () => {
  const store = open()

  for (const code of ['one', 'two', 'three', 'four']) store.getState().show({ kind: 'error', fault: { code } })

  expect(store.getState().toasts.map((toast) => (toast.kind === 'error' ? toast.fault.code : ''))).toEqual([
    'two',
    'three',
    'four',
  ])
})

test('a note goes by itself, but not while somebody is at it', () => {
  vi.useFakeTimers()
  const store = createToastStore({ newId, stayMs: 6000 })
  const shown = () => store.getState().toasts.length
  store.getState().show({ kind: 'note', text: 'Moved' })
  const id = store.getState().toasts[0]?.id ?? ''

  vi.advanceTimersByTime(5000)
  store.getState().hold(id)
  vi.advanceTimersByTime(60_000)
  const held = shown()
  store.getState().release(id)
  vi.advanceTimersByTime(5999)
  const released = shown()
  vi.advanceTimersByTime(1)

  expect([held, released, shown()]).toEqual([1, 1, 0])
  vi.useRealTimers()
})

test('an error stays, also when it is let go of', () => {
  vi.useFakeTimers()
  const store = createToastStore({ newId, stayMs: 6000 })
  store.getState().show({ kind: 'error', fault: { code: 'one' } })

  store.getState().release(store.getState().toasts[0]?.id ?? '')
  vi.advanceTimersByTime(60_000)

  expect(store.getState().toasts.length).toBe(1)
  vi.useRealTimers()
})
