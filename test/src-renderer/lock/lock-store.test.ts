import { expect, test } from 'vitest'
import { createLockStore } from '../../../src-renderer/lock/lock-store.ts'
import { access } from '../../../src-shared/desktop/access.ts'
import { startError } from '../../../src-shared/desktop/app.ts'
import { lock } from '../../../src-shared/desktop/lock.ts'
import { AppError, rpcError } from '../../../src-shared/rpc/errors.ts'
import { serveFeatures } from '../serve-features.ts'

const none = () => {
  throw new Error('not asked for')
}

/** A page whose connection ended with the lock and is there again after so many looks. */
function openLock(looksUntilThere: number) {
  const tried: string[] = []
  const { api } = serveFeatures(
    { access, lock },
    {
      lock: { state: none, changePassphrase: none, now: none, touch: none },
      access: {
        watch: none,
        retry: none,
        previewBackup: none,
        restoreBackup: none,
        openFolder: none,
        unlock({ passphrase }) {
          tried.push(passphrase)
          if (passphrase !== 'right') throw new AppError(startError.wrongPassphrase)
        },
      },
    },
  )
  let looks = 0
  const live = {
    lock: api.lock,
    get access() {
      looks += 1
      if (looks <= looksUntilThere) throw new AppError(rpcError.disconnected)
      return api.access
    },
  }
  return { store: createLockStore({ api: live, keepDrafts: async () => {}, pauseMs: 1 }).getState(), tried }
}

test('a passphrase that is quicker than the connection after the lock is tried once it is there', async () => {
  const { store, tried } = openLock(3)

  await store.unlock('right')

  expect(tried).toEqual(['right'])
})

test('a wrong passphrase is tried once, and a connection that does not come is given up', async () => {
  const { store, tried } = openLock(0)

  await expect(store.unlock('wrong')).rejects.toMatchObject({ code: startError.wrongPassphrase })
  await expect(openLock(1000).store.unlock('right')).rejects.toMatchObject({ code: rpcError.disconnected })

  expect(tried).toEqual(['wrong'])
})
