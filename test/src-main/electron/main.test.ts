import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { desktop } from '../../../src-shared/desktop/contract.ts'
import { updateError } from '../../../src-shared/desktop/updates.ts'
import { connect } from '../../../src-shared/rpc/client.ts'
import { rpcError } from '../../../src-shared/rpc/errors.ts'
import { messagePort } from '../../../src-shared/rpc/message-port.ts'
import { fakeElectron } from '../../helpers/fake-electron.ts'
import { Refusable } from '../../helpers/fake-emitter.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { processEnd } from '../engine/process-end.ts'

/** The real entry and the real core; only Electron is not there. One life of the app, from its start to its end. */
const folder = tempFolder()
const electron = fakeElectron(join(import.meta.dirname, '../../..'))
const { app, dialog, globalShortcut, ipcMain, Menu, nativeTheme, protocol, screen, session, trays, windows } = electron
vi.mock('electron', () => electron)
vi.stubEnv('HEARTH_DATA', folder.path)
await import('../../../src-main/electron/main.ts')
afterAll(() => folder[Symbol.dispose]())

const ours = { origin: 'hearth-app://page', parent: null }
const openPage = () => connect(messagePort(ipcMain.handOver(ours), { transfer: false }), desktop, { name: 'page' })

test('before it is ready: sandbox for all, a scheme of its own, and all it keeps below the data folder', () => {
  expect(app.isSandboxed).toBe(true)
  expect(protocol.schemes).toEqual(['hearth-app'])
  expect(app.paths.get('userData')).toBe(join(folder.path, 'window'))
})

test('the window is sandboxed, isolated and without Node, and shows our page', () => {
  const [window] = windows

  expect(window?.options.webPreferences).toMatchObject({
    ...{ sandbox: true, contextIsolation: true, webSecurity: true, preload: expect.stringMatching(/out.preload.preload\.cjs$/) },
    ...{ nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false, webviewTag: false },
    ...{ allowRunningInsecureContent: false, experimentalFeatures: false, navigateOnDragDrop: false },
  })
  expect(dialog.faults).toEqual([])
  expect(window?.calls).toEqual(['load hearth-app://page/', 'show'])
})

test('the window is guarded, and so is what it may load', () => {
  const [window] = windows

  expect(window?.webContents.try('will-navigate', 'https://example.org/')).toBe(false)
  expect(window?.webContents.open('file:///etc/passwd')).toEqual({ action: 'deny' })
  expect(session.defaultSession.webRequest.isCancelled('https://example.org/')).toBe(true)
  expect(session.defaultSession.onDevice).not.toBeNull()
})

test('our page talks with the real core; its key lies sealed by the system, no key lies open', async () => {
  const page = openPage()

  const info = await page.app.info(undefined)

  expect(info).toMatchObject({ shell: 'electron', data_folder: folder.path })
  const [name = ''] = readdirSync(join(folder.path, 'secrets'))
  const keyFile = readFileSync(join(folder.path, 'key.json'), 'utf8')
  expect(JSON.parse(keyFile)).toEqual({ format: 'hearth.key', version: 1, mode: 'system', name })
})

test('a page of another origin is not connected', async () => {
  const foreign = ipcMain.handOver({ origin: 'https://example.org', parent: null })

  expect(await foreign.closed).toBeDefined()
})

test('a frame that cannot travel ends the port of its page, not the shell', async () => {
  const hostile = ipcMain.handOver(ours)

  hostile.postMessage({ type: 'hello', when: new Date(), map: new Map() }, [])

  await hostile.closed
  expect(app.exitCode).toBeUndefined()
  expect(await openPage().folders.list(undefined)).toEqual([])
})

test('a core that is killed ends the page, which asks again and finds what it wrote', async () => {
  const page = openPage()
  const id = '01890a5d-ac96-774b-bcce-b302099a8057'
  await page.folders.create({ id, name: 'Kept' })
  const held = page.changes.watch(undefined)[Symbol.asyncIterator]().next()
  const core = corePid()

  process.kill(core, 'SIGKILL')

  await expect(held).rejects.toMatchObject({ code: rpcError.disconnected })
  const found = await vi.waitFor(() => openPage().folders.list(undefined), { timeout: 15_000, interval: 100 })
  expect(found).toMatchObject([{ id, name: 'Kept' }])
  expect(corePid()).not.toBe(core)
  expect(dialog.asked).toEqual([])
})

test('a second start brings the window that is there to the front', () => {
  const [window] = windows
  if (window) window.isSmall = true

  app.emit('second-instance', {}, ['hearth'])

  expect(windows.length).toBe(1)
  expect(window?.calls.slice(2)).toEqual(['restore', 'show', 'focus'])
})

test('the menu names what the page can do, and a press of it reaches the page once', async () => {
  const page = openPage()
  const asked = page.window.requests(undefined)[Symbol.asyncIterator]()
  const next = asked.next()
  const commands = [{ id: 'newChat', label: 'New chat', chord: 'Mod+N' }]

  await page.window.showMenu([{ id: 'chat', label: 'Chat', commands }])
  Menu.press('New chat')

  expect((await next).value).toEqual({ kind: 'command', id: 'newChat' })
  await asked.return?.()
  const [entry] = Menu.bar
    .flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
    .filter(({ label }) => label === 'New chat')
  expect(entry).toMatchObject({ accelerator: 'CommandOrControl+N', registerAccelerator: false })
})

test('a link of a second start is asked about, and then reaches the page', async () => {
  const page = openPage()
  const asked = page.window.requests(undefined)[Symbol.asyncIterator]()
  const first = asked.next()
  // Goes the same way after it: the shell hears this page from then on.
  await page.window.tryShortcut({ chord: 'Mod+J' })

  app.emit('second-instance', {}, ['hearth', '--flag', 'hearth://new?text=What%20is%20it%3F'])

  expect((await first).value).toEqual({ kind: 'question', text: 'What is it?' })
  expect(dialog.asked.at(-1)?.detail).toContain('What is it?')
  dialog.response = 1
  app.emit('open-url', new Refusable(), 'hearth://page/settings')
  await vi.waitFor(() => expect(dialog.asked.length).toBe(2), 15_000)
  dialog.response = 0
  Menu.press('New chat')
  expect((await asked.next()).value).toMatchObject({ kind: 'command' })
})

test('settings of the shell are carried out at once: theme, language, chord, tray', async () => {
  const page = openPage()

  await page.settings.change({ theme: 'dark', language: 'de', global_shortcut: 'Mod+Shift+Space', tray: true })

  await vi.waitFor(() => expect(trays.length).toBe(1), 15_000)
  expect(nativeTheme.themeSource).toBe('dark')
  expect(Menu.bar.map(({ label }) => label)).toContain('Bearbeiten')
  const before = windows[0]?.calls.length ?? 0
  globalShortcut.ours.get('CommandOrControl+Shift+Space')?.()
  expect(windows[0]?.calls.slice(before)).toEqual(expect.arrayContaining(['show', 'focus']))
  globalShortcut.takenElsewhere.add('CommandOrControl+J')
  const tried = await Promise.all(['Mod+J', 'Mod+Shift+Space', 'J'].map((chord) => page.window.tryShortcut({ chord })))
  expect(tried).toEqual(['taken', 'free', 'invalid'])
})

test('a page that crashes is loaded again three times, then the person is asked; the draft is there', async () => {
  await openPage().drafts.put({ id: 'new', text: 'half a thought' })
  const contents = windows[0]?.webContents
  const asked = dialog.asked.length

  for (const _ of [1, 2, 3]) contents?.crash('crashed')
  expect([contents?.reloads, dialog.asked.length]).toEqual([3, asked])
  contents?.crash('oom')

  await vi.waitFor(() => expect(contents?.reloads).toBe(4), 15_000)
  expect(dialog.asked.length).toBe(asked + 1)
  expect(await openPage().drafts.get({ id: 'new' })).toBe('half a thought')
})

test('with its icon in the tray the app outlives its window, which comes back where it was', async () => {
  const [window] = windows
  window?.moveTo({ x: 100, y: 50, width: 900, height: 700 })
  window?.maximize()

  window?.close()
  expect([app.exitCode, windows.length]).toEqual([undefined, 0])
  trays[0]?.press('Hearth zeigen')

  expect(windows[0]?.options).toMatchObject({ x: 100, y: 50, width: 900, height: 700, backgroundColor: '#171512' })
  expect(windows[0]?.isMaximized()).toBe(true)
})

test('a screen that is taken away does not take the window along', () => {
  windows[0]?.moveTo({ x: 3000, y: 200, width: 900, height: 700 })

  screen.emit('display-removed')

  expect(windows[0]?.bounds).toEqual({ x: 510, y: 170, width: 900, height: 700 })
})

test('an update is not looked for without an update host', async () => {
  await expect(openPage().updates.look(undefined)).rejects.toMatchObject({ code: updateError.noHost })
  await openPage().settings.change({ tray: false })
  await vi.waitFor(() => expect(trays[0]?.isDestroyed).toBe(true), 15_000)
})

test('when its window is closed the app ends, after the core has closed the store', async () => {
  const core = corePid()

  app.emit('window-all-closed')

  expect(app.exitCode).toBeUndefined()
  expect(await app.exited()).toBe(0)
  await processEnd(core)
  expect(existsSync(join(folder.path, 'core.sock'))).toBe(false)
  expect(dialog.faults).toEqual([])
})

/** Of the core that was started last, as the shell's log tells. */
function corePid(): number {
  const lines = readFileSync(join(folder.path, 'logs', 'window.log'), 'utf8')
    .trim()
    .split('\n')
  const started = lines.map((line) => JSON.parse(line) as { pid?: number }).findLast(({ pid }) => pid !== undefined)
  return started?.pid ?? Number.NaN
}
