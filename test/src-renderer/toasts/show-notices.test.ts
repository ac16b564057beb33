import { expect, test } from 'vitest'
import { createNoticeTeller } from '../../../src-renderer/toasts/show-notices.ts'
import { createToastStore } from '../../../src-renderer/toasts/toast-store.ts'

test('what the core found out at its start is said once, also when the page connects again', () => {
  let id = 0
  const toasts = createToastStore({ newId: () => String(id++), stayMs: 60_000 })
  const tell = createNoticeTeller({ toasts })
  const notices = [{ code: 'key.passphrase_unused' }, { code: 'store.interrupted', data: { count: 2 } }]

  tell(notices)
  tell([...notices, { code: 'store.damage_found', data: { backup: null } }])

  expect(toasts.getState().toasts).toMatchObject([
    { kind: 'error', fault: { code: 'key.passphrase_unused' } },
    { kind: 'notice', fault: { code: 'store.interrupted', data: { count: 2 } } },
    { kind: 'error', fault: { code: 'store.damage_found' } },
  ])
})
