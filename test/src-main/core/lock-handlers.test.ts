import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createAppLock } from '../../../src-main/core/app-lock.ts'
import { createLockHandlers } from '../../../src-main/core/lock-handlers.ts'
import { isPassphrase, keyModeOf, openKey } from '../../../src-main/db/key.ts'
import { keyFilePath } from '../../../src-main/db/key-file.ts'
import { access } from '../../../src-shared/desktop/access.ts'
import { startError } from '../../../src-shared/desktop/app.ts'
import { lock } from '../../../src-shared/desktop/lock.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { serveFeatures } from '../../src-renderer/serve-features.ts'

function openLock(folder: string) {
  const app = createAppLock({
    hasPassphrase: () => keyModeOf(folder) === 'passphrase',
    isPassphrase: (passphrase) => isPassphrase(folder, passphrase),
    minutes: () => 0,
    now: Date.now,
  })
  return serveFeatures({ access, lock }, createLockHandlers({ lock: app, folder, keyStore: undefined })).api
}

test('a passphrase is set, changed and removed on existing data; each time the key stays, and the old words open nothing', async () => {
  using folder = tempFolder()
  const { key } = await openKey({ folder: folder.path })
  const api = openLock(folder.path)

  const set = await api.lock.changePassphrase({ current: null, next: 'first words' })
  const wrapped = readFileSync(keyFilePath(folder.path), 'utf8')
  const changed = await api.lock.changePassphrase({ current: 'first words', next: 'second words' })
  const byOld = openKey({ folder: folder.path, passphrase: 'first words' })
  await expect(byOld).rejects.toMatchObject({ code: startError.wrongPassphrase })
  const byNew = await openKey({ folder: folder.path, passphrase: 'second words' })
  const removed = await api.lock.changePassphrase({ current: 'second words', next: null })

  expect([set, changed, removed].map(({ key_kept_by }) => key_kept_by)).toEqual(['passphrase', 'passphrase', 'file'])
  expect(wrapped).not.toContain(key)
  expect(byNew.key).toBe(key)
  expect(await openKey({ folder: folder.path })).toMatchObject({ key, mode: 'file' })
})

test('who does not know the passphrase can neither change nor remove it, and a short one is refused', async () => {
  using folder = tempFolder()
  const api = openLock(folder.path)
  await openKey({ folder: folder.path })
  await api.lock.changePassphrase({ current: null, next: 'first words' })

  for (const current of [null, '', 'guess']) await expect(api.lock.changePassphrase({ current, next: null })).rejects.toThrow()
  await expect(api.lock.changePassphrase({ current: 'first words', next: 'short' })).rejects.toThrow()

  expect(keyModeOf(folder.path)).toBe('passphrase')
})
