import { expect, test } from 'vitest'
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
