import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createSecrets } from '../../../src-main/electron/secrets.ts'
import { createShellHandlers } from '../../../src-main/electron/shell-handlers.ts'
import { createUpdates } from '../../../src-main/electron/updates.ts'
import { createWindowRequests } from '../../../src-main/electron/window-requests.ts'
import { shellError } from '../../../src-shared/shell/shell.ts'
import { FakeDialog, FakePowerMonitor, FakeShell, FakeStorage } from '../../helpers/fake-electron.ts'
import { type TempFolder, tempFolder } from '../../helpers/temp-folder.ts'

const signal = new AbortController().signal
const unavailable = (data?: object) => expect.objectContaining({ code: shellError.unavailable, ...(data && { data }) })

test('a secret is read as it was written, lies sealed on the disk, and one never written is null', async () => {
  using folder = tempFolder()
  const { handlers } = shellIn(folder)

  await handlers.writeSecret({ name: 'store-key-1', value: 'the key' }, signal)

  expect(await handlers.readSecret({ name: 'store-key-1' }, signal)).toBe('the key')
  expect(await handlers.readSecret({ name: 'other' }, signal)).toBeNull()
  expect(readFileSync(join(folder.path, 'secrets', 'store-key-1'), 'latin1')).not.toContain('the key')
})

test.each(['basic_text', 'unknown'] as const)('on Linux with the backend %s nothing is kept, and it is said', async (backend) => {
  using folder = tempFolder()
  const { handlers, storage } = shellIn(folder)
  storage.backend = backend

  const tries = [handlers.readSecret({ name: 'a' }, signal), handlers.writeSecret({ name: 'a', value: 'x' }, signal)]

  for (const tried of tries) await expect(tried).rejects.toEqual(unavailable({ reason: backend }))
  expect(readdirSync(folder.path)).toEqual([])
})

test('where the system has no key nothing is kept; elsewhere than on Linux the backend is not asked', async () => {
  using folder = tempFolder()
  const { handlers, storage } = shellIn(folder, 'darwin')
  storage.backend = 'unknown'
  await handlers.writeSecret({ name: 'a', value: 'x' }, signal)

  storage.isAvailable = false

  await expect(handlers.readSecret({ name: 'a' }, signal)).rejects.toEqual(unavailable({ reason: 'no_key' }))
})

test.each(['../key', 'a/b', 'a\\b', '.', '', 'A', 'x'.repeat(65)])('%j is no name of a secret', async (name) => {
  using folder = tempFolder()
  const { handlers } = shellIn(folder)

  await expect(handlers.writeSecret({ name, value: 'x' }, signal)).rejects.toEqual(unavailable())
  expect(readdirSync(folder.path)).toEqual([])
})

test('a secret of another login reads as none, is reported and kept', async () => {
  using folder = tempFolder()
  const { handlers, storage, faults } = shellIn(folder)
  await handlers.writeSecret({ name: 'a', value: 'x' }, signal)

  storage.login = 0x0f

  expect(await handlers.readSecret({ name: 'a' }, signal)).toBeNull()
  expect(faults.length).toBe(1)
  storage.login = 0xff
  expect(await handlers.readSecret({ name: 'a' }, signal)).toBe('x')
})

test('a secret under a key that was rotated is sealed anew', async () => {
  using folder = tempFolder()
  const { handlers, storage } = shellIn(folder)
  await handlers.writeSecret({ name: 'a', value: 'x' }, signal)
  const sealed = join(folder.path, 'secrets', 'a')
  const before = readFileSync(sealed)
  storage.shouldReEncrypt = true
  storage.encryptStringAsync = async (text) => Buffer.from(`anew ${text}`)

  await handlers.readSecret({ name: 'a' }, signal)

  expect(readFileSync(sealed)).not.toEqual(before)
})

test('picked paths are told, none when it was cancelled', async () => {
  using folder = tempFolder()
  const { handlers, dialog } = shellIn(folder)
  const pick = () => handlers.pickFiles({ title: 'Add', folders: false }, signal)

  expect(await pick()).toEqual([])
  dialog.picked = ['/a', '/b']
  expect(await pick()).toEqual(['/a', '/b'])
})

test('documents and folders are opened; what might run is shown where it lies', async () => {
  using folder = tempFolder()
  const { handlers, shell } = shellIn(folder)
  const [plain, bundle] = [join(folder.path, 'plain'), join(folder.path, 'Evil.app')]
  for (const path of [plain, bundle]) mkdirSync(path)
  const paths = ['/x/a.pdf', '/x/A.DOCX', plain, bundle, '/x/run.sh', '/x/a.pdf.exe', '/x/a.desktop', '/x/none']

  for (const path of paths) await handlers.openPath({ path }, signal)

  const shown = [bundle, '/x/run.sh', '/x/a.pdf.exe', '/x/a.desktop', '/x/none'].map((path) => `folder of ${path}`)
  expect(shell.opened).toEqual(['/x/a.pdf', '/x/A.DOCX', plain, ...shown])
})

test('a path that is relative, or that the system cannot open, is refused with the reason', async () => {
  using folder = tempFolder()
  const { handlers, shell } = shellIn(folder)
  shell.fault = 'No application'

  await expect(handlers.openPath({ path: 'a.pdf' }, signal)).rejects.toEqual(unavailable({ reason: 'not_absolute' }))
  await expect(handlers.openPath({ path: '/x/a.pdf' }, signal)).rejects.toEqual(unavailable({ reason: 'No application' }))
})

test('a place to save to is told, with a name that stays in the folder the person sees', async () => {
  using folder = tempFolder()
  const { handlers, dialog } = shellIn(folder)
  const pick = () => handlers.pickSavePath({ title: 'Export', name: '../../a:b.json' }, signal)

  expect(await pick()).toBeNull()
  dialog.picked = ['/home/a.json']
  expect(await pick()).toBe('/home/a.json')
  expect(dialog.savedAs[0]).toBe('..-..-a-b.json')
})

test('the core is told whether the machine runs on its battery', () => {
  using folder = tempFolder()
  const { handlers, powerMonitor } = shellIn(folder)
  const ask = () => handlers.isOnBattery(undefined, signal)

  expect(ask()).toBe(false)
  powerMonitor.isOnBattery = true

  expect(ask()).toBe(true)
})

const none = (): void => undefined

function shellIn({ path }: TempFolder, platform: NodeJS.Platform = 'linux') {
  const [storage, dialog, shell, faults] = [new FakeStorage(), new FakeDialog(), new FakeShell(), [] as unknown[]]
  const onFault = (error: unknown): void => void faults.push(error)
  const secrets = createSecrets({ safeStorage: storage, folder: join(path, 'secrets'), platform, onFault })
  const unused = { requests: createWindowRequests(Date.now), menu: { show: none, renew: none }, apply: none, notify: none }
  const chord = { set: none, try: () => 'free' as const }
  const updates = createUpdates({ source: undefined, platform, arch: 'x64', endCore: async () => undefined, startAgain: none })
  const powerMonitor = new FakePowerMonitor()
  const lent = { secrets, dialog, powerMonitor, shell, chord, updates }
  const handlers = createShellHandlers({ ...lent, openOutside: async () => true, ...unused })
  return { handlers, powerMonitor, storage, dialog, shell, faults }
}
