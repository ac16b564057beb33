import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { app, dialog, ipcMain, nativeTheme, powerMonitor, protocol, safeStorage, session, shell } from 'electron'
import type { WindowRequest } from '../../src-shared/desktop/window.ts'
import type { ShellSettings } from '../../src-shared/shell/shell.ts'
import { readConfig } from '../core/config.ts'
import { createLog } from '../core/log.ts'
import { createCrashHistory } from '../engine/crash-history.ts'
import { createPageProtocol, pageSchemeOptions } from './app-protocol.ts'
import type { Ask } from './ask.ts'
import { corePlaces } from './core-process.ts'
import { createDeepLinks, linkAmong, linkScheme } from './deep-link.ts'
import { createGlobalChord } from './global-chord.ts'
import { guardContents, guardSession } from './guard-contents.ts'
import { createPageHealer, type PageHealer } from './heal-page.ts'
import { createMainWindow } from './main-window.ts'
import { createAppMenu } from './menu.ts'
import { createNews } from './news.ts'
import { createOpenOutside } from './open-outside.ts'
import { pageScheme } from './page-address.ts'
import { receivePorts } from './page-ports.ts'
import { runCore } from './run-core.ts'
import { createSecrets } from './secrets.ts'
import { createShellHandlers } from './shell-handlers.ts'
import { shellWords } from './shell-words.ts'
import { createTray } from './tray.ts'
import { readUpdateSource } from './update-source.ts'
import { createUpdates } from './updates.ts'
import { createWindowRequests } from './window-requests.ts'
import { keepWindowState } from './window-state.ts'

// The window's shell: shows the page, keeps the core running beside it, and lends it what the system has.
const { values } = parseArgs({ options: { data: { type: 'string' } }, strict: false })
const { dataFolder, logLevel } = readConfig({ dataFolder: typeof values.data === 'string' ? values.data : undefined })
const { isPackaged } = app
const { platform, resourcesPath, arch } = process
const appPath = app.getAppPath()
const places = corePlaces({ isPackaged, appPath, resourcesPath, platform })
const trayIcon = join(places.root, 'resources', 'icons', platform === 'darwin' ? 'trayTemplate.png' : 'tray.png')

// What Chromium keeps lies in the data folder too, and so there is one window's shell for each data folder.
const profile = join(dataFolder, 'window')
mkdirSync(profile, { recursive: true, mode: 0o700 })
app.setPath('userData', profile)
const log = createLog({ file: join(dataFolder, 'logs', 'window.log'), level: logLevel })
const onFault = (error: unknown): void => log.error({ err: error }, 'fault')

const state = keepWindowState(join(profile, 'state.json'), onFault)
const chosen = { language: 'system' }
const words = () => shellWords(chosen.language === 'system' ? app.getLocale() : chosen.language)
const ask: Ask = async ({ buttons, ...question }) =>
  (await dialog.showMessageBox({ ...question, buttons: [...buttons], cancelId: buttons.length - 1, noLink: true })).response

const requests = createWindowRequests(Date.now)
const links = Promise.withResolvers<(link: string) => Promise<void>>()
const follow = (link: string | undefined): void => {
  if (link !== undefined) void links.promise.then((followLink) => followLink(link)).catch(onFault)
}

app.enableSandbox()
app.setAppUserModelId('app.hearth.desktop')
protocol.registerSchemesAsPrivileged([pageSchemeOptions])
const openOutside = createOpenOutside({ open: (address) => shell.openExternal(address), ask, words, onFault })
app.on('web-contents-created', (_, contents) => guardContents(contents, openOutside))
app.on('open-url', (event, link) => {
  event.preventDefault()
  follow(link)
})

nativeTheme.themeSource = state.read().theme
if (app.requestSingleInstanceLock()) void app.whenReady().then(run).catch(fail)
else app.quit()

function run(): void {
  guardSession(session.defaultSession)
  protocol.handle(pageScheme, createPageProtocol(join(appPath, 'out', 'renderer')))
  // On Windows nobody else registers the scheme; what comes after "--" is never read as a switch.
  if (isPackaged && platform === 'win32') app.setAsDefaultProtocolClient(linkScheme, process.execPath, ['--'])

  const window = createMainWindow({ preload: join(appPath, 'out', 'preload', 'preload.cjs'), state, healer: healer(), onFault })
  const perform = (request: WindowRequest): void => {
    requests.add(request)
    window.show()
  }
  const newChat = (): void => perform({ kind: 'command', id: 'newChat' })
  links.resolve(createDeepLinks({ ask, words, perform }))
  const menu = createAppMenu({ platform, hasTools: !isPackaged, run: (id) => perform({ kind: 'command', id }) }, words)
  const tray = createTray({ icon: trayIcon, words, onShow: window.show, onNewChat: newChat, onQuit: () => app.quit() })
  const chord = createGlobalChord(window.show)
  menu.renew()

  function apply({ language, theme, global_shortcut, tray: hasTray }: ShellSettings): void {
    chosen.language = language
    nativeTheme.themeSource = theme
    state.keep({ theme })
    chord.set(global_shortcut)
    tray.set(hasTray)
    menu.renew()
  }

  const source = readUpdateSource(join(appPath, 'package.json'))
  const updates = createUpdates({ source, platform, arch, endCore: async () => await core[Symbol.asyncDispose](), startAgain })
  const secrets = createSecrets({ safeStorage, folder: join(dataFolder, 'secrets'), platform, onFault })
  const notify = createNews({ isInFront: window.isInFront, words, perform })
  const lent = { secrets, dialog, powerMonitor, shell, openOutside, requests, menu, chord, updates, apply, notify }
  const core = runCore({ places, dataFolder, log, handlers: createShellHandlers(lent), ask, words, quit: () => app.quit() })
  receivePorts(ipcMain, core.connect)

  app.on('activate', window.show)
  app.on('second-instance', (_, commandLine) => {
    window.show()
    follow(linkAmong(commandLine))
  })
  app.on('window-all-closed', () => {
    if (platform !== 'darwin' && !tray.isOn()) app.quit()
  })
  // Electron does not wait for a promise: the first quit is held back until the store is closed.
  app.once('will-quit', (event) => {
    event.preventDefault()
    void endCore(core).catch(onFault)
  })
  window.show()
  follow(linkAmong(process.argv))
}

function startAgain(): void {
  app.relaunch()
  app.exit()
}

async function endCore(core: AsyncDisposable): Promise<void> {
  try {
    await core[Symbol.asyncDispose]()
  } finally {
    app.exit()
  }
}

function healer(): PageHealer {
  const onCrash = (reason: string): void => log.error({ reason }, 'the page crashed')
  const history = createCrashHistory({ now: Date.now, limit: 4, windowMs: 60_000, firstDelayMs: 0, longestDelayMs: 0 })
  return createPageHealer({ history, ask, words, quit: () => app.quit(), onCrash })
}

function fail(error: unknown): void {
  onFault(error)
  dialog.showErrorBox('Hearth could not open its window.', error instanceof Error ? error.message : String(error))
  app.exit(1)
}
