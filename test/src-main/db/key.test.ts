import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { changePassphrase, type KeyStore, openKey } from '../../../src-main/db/key.ts'
import { keyFilePath } from '../../../src-main/db/key-file.ts'
import { storePath } from '../../../src-main/db/store-files.ts'
import { startError } from '../../../src-shared/desktop/app.ts'
import { storeNotice } from '../../../src-shared/desktop/notices.ts'
import { type TempFolder, tempFolder } from '../../helpers/temp-folder.ts'

const modeOf = ({ path }: TempFolder): number => statSync(keyFilePath(path)).mode & 0o777

function secretStore(): KeyStore & { readonly secrets: Map<string, string> } {
  const secrets = new Map<string, string>()
  return {
    secrets,
    read: async (name) => secrets.get(name) ?? null,
    write: async (name, value) => void secrets.set(name, value),
  }
}

test('the first start makes a key that only its owner can read, and every later one finds it', async () => {
  using folder = tempFolder()

  const first = await openKey({ folder: folder.path })
  const second = await openKey({ folder: folder.path })

  expect(first.key).toMatch(/^[0-9a-f]{64}$/)
  expect(second).toEqual({ key: first.key, mode: 'file', notices: [] })
  expect(modeOf(folder)).toBe(0o600)
})

test('a key file that others could read is taken from them, and that is reported', async () => {
  using folder = tempFolder()
  await openKey({ folder: folder.path })
  chmodSync(keyFilePath(folder.path), 0o644)

  const { notices } = await openKey({ folder: folder.path })

  expect(modeOf(folder)).toBe(0o600)
  expect(notices).toEqual([{ code: storeNotice.keyWasReadable, data: { path: keyFilePath(folder.path) } }])
})

test.each([
  ['missing', (path: string) => rmSync(path)],
  ['cut short', (path: string) => writeFileSync(path, readFileSync(path, 'utf8').slice(0, 40))],
])('a key file that is %s beside data is said so, and no new key is made', async (_, damage) => {
  using folder = tempFolder()
  await openKey({ folder: folder.path })
  writeFileSync(storePath(folder.path), 'data')
  damage(keyFilePath(folder.path))

  await expect(openKey({ folder: folder.path })).rejects.toMatchObject({ code: startError.keyMissing })
  await expect(openKey({ folder: folder.path })).rejects.toMatchObject({ code: startError.keyMissing })
})

test('a passphrase opens the same key; without it or with another one there is none', async () => {
  using folder = tempFolder()
  const { key } = await openKey({ folder: folder.path })

  await changePassphrase({ folder: folder.path }, 'correct horse')

  await expect(openKey({ folder: folder.path })).rejects.toMatchObject({ code: startError.passphraseNeeded })
  await expect(openKey({ folder: folder.path, passphrase: 'wrong' })).rejects.toMatchObject({ code: startError.wrongPassphrase })
  expect(await openKey({ folder: folder.path, passphrase: 'correct horse' })).toMatchObject({ key, mode: 'passphrase' })
  expect(readFileSync(keyFilePath(folder.path), 'utf8')).not.toContain(key)
})

test('a passphrase can be changed and removed; the data keeps its key', async () => {
  using folder = tempFolder()
  const { key } = await openKey({ folder: folder.path, passphrase: 'first' })

  await changePassphrase({ folder: folder.path, passphrase: 'first' }, 'second')
  const changed = await openKey({ folder: folder.path, passphrase: 'second' })
  await changePassphrase({ folder: folder.path, passphrase: 'second' }, null)

  expect(changed.key).toBe(key)
  expect(await openKey({ folder: folder.path })).toMatchObject({ key, mode: 'file' })
})

test('the same letters typed as other code points are the same passphrase', async () => {
  using folder = tempFolder()
  const { key } = await openKey({ folder: folder.path, passphrase: 'caf\u00e9' })

  expect((await openKey({ folder: folder.path, passphrase: 'cafe\u0301' })).key).toBe(key)
})

test('with the secret store of the system the file holds only a name', async () => {
  using folder = tempFolder()
  const keyStore = secretStore()

  const { key, mode } = await openKey({ folder: folder.path, keyStore })

  expect(mode).toBe('system')
  expect([...keyStore.secrets.values()]).toEqual([key])
  expect(readFileSync(keyFilePath(folder.path), 'utf8')).not.toContain(key)
  expect((await openKey({ folder: folder.path, keyStore })).key).toBe(key)
})

test('a secret store that lost the key, or cannot be read from here, is no reason to make another', async () => {
  using folder = tempFolder()
  const keyStore = secretStore()
  await openKey({ folder: folder.path, keyStore })
  keyStore.secrets.clear()

  await expect(openKey({ folder: folder.path, keyStore })).rejects.toMatchObject({ code: startError.keyLost })
  await expect(openKey({ folder: folder.path })).rejects.toMatchObject({ code: startError.keyElsewhere })
})

test('a passphrase takes the key out of the system’s secret store, and gives it back when it is removed', async () => {
  using folder = tempFolder()
  const keyStore = secretStore()
  const { key } = await openKey({ folder: folder.path, keyStore })

  await changePassphrase({ folder: folder.path, keyStore }, 'correct horse')
  const kept = [...keyStore.secrets.values()]
  await changePassphrase({ folder: folder.path, keyStore, passphrase: 'correct horse' }, null)

  expect(kept).toEqual([''])
  expect(await openKey({ folder: folder.path, keyStore })).toMatchObject({ key, mode: 'system' })
})

test('a change that is cut off at any step leaves a key that opens: the old one until the new one is whole', async () => {
  using folder = tempFolder()
  const keyStore = secretStore()
  const { key } = await openKey({ folder: folder.path, keyStore })
  const failing = { ...keyStore, write: () => Promise.reject(new Error('killed')) }

  // After the new file, before the old secret is taken out.
  await changePassphrase({ folder: folder.path, keyStore: failing }, 'first words').catch(() => undefined)
  expect((await openKey({ folder: folder.path, keyStore, passphrase: 'first words' })).key).toBe(key)
  // Before the new file: the secret could not be kept.
  await changePassphrase({ folder: folder.path, keyStore: failing, passphrase: 'first words' }, null).catch(() => undefined)
  expect((await openKey({ folder: folder.path, keyStore, passphrase: 'first words' })).key).toBe(key)
  // In the middle of writing the new file.
  writeFileSync(`${keyFilePath(folder.path)}.partial`, '{"format":"hearth.key","ver')
  expect((await openKey({ folder: folder.path, keyStore, passphrase: 'first words' })).key).toBe(key)
  await changePassphrase({ folder: folder.path, keyStore, passphrase: 'first words' }, 'second words')

  expect((await openKey({ folder: folder.path, keyStore, passphrase: 'second words' })).key).toBe(key)
})

test('a passphrase that nothing asks for is said, not passed over in silence', async () => {
  using folder = tempFolder()
  await openKey({ folder: folder.path })

  const { notices } = await openKey({ folder: folder.path, passphrase: 'correct horse' })

  expect(notices).toEqual([{ code: storeNotice.passphraseUnused }])
})
