import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { app, BrowserWindow, dialog, ipcMain, protocol, safeStorage, session, shell } from 'electron'
import { serve } from '../../src-shared/rpc/host.ts'
import { shell as shellContract } from '../../src-shared/shell/shell.ts'
import { readConfig } from '../core/config.ts'
import { createLog } from '../core/log.ts'
import { createCrashHistory } from '../engine/crash-history.ts'
import { createPageProtocol, pageSchemeOptions } from './app-protocol.ts'
import { corePlaces, startCore } from './core-process.ts'
import { guardContents, guardSession } from './guard-contents.ts'
import { keepCore } from './keep-core.ts'
import { createOpenOutside } from './open-outside.ts'
import { pageScheme } from './page-address.ts'
import { receivePorts } from './page-ports.ts'
import { createSecrets } from './secrets.ts'
import { createShellHandlers } from './shell-handlers.ts'
import { tellCoreStopped } from './tell-core-stopped.ts'
import { bringToFront, showPage, windowOptions } from './window.ts'

// The window's shell: shows the page, keeps the core running beside it, and lends it the system's dialogs and secret store.
const { values } = parseArgs({ options: { data: { type: 'string' } }, strict: false })
const { dataFolder, logLevel } = readConfig({ dataFolder: typeof values.data === 'string' ? values.data : undefined })
const { isPackaged } = app
const { platform, resourcesPath } = process
const appPath = app.getAppPath()
const preload = join(appPath, 'out', 'preload', 'preload.cjs')

// What Chromium keeps lies in the data folder too, and so there is one window's shell for each data folder.
const profile = join(dataFolder, 'window')
mkdirSync(profile, { recursive: true, mode: 0o700 })
app.setPath('userData', profile)
const log = createLog({ file: join(dataFolder, 'logs', 'window.log'), level: logLevel })
const onFault = (error: unknown): void => log.error({ err: error }, 'fault')

app.enableSandbox()
protocol.registerSchemesAsPrivileged([pageSchemeOptions])
const openOutside = createOpenOutside({ shell, dialog, onFault })
app.on('web-contents-created', (_, contents) => guardContents(contents, openOutside))

if (app.requestSingleInstanceLock()) void app.whenReady().then(run).catch(fail)
else app.quit()

function run(): void {
  guardSession(session.defaultSession)
  protocol.handle(pageScheme, createPageProtocol(join(appPath, 'out', 'renderer')))

  const secrets = createSecrets({ safeStorage, folder: join(dataFolder, 'secrets'), platform, onFault })
  const handlers = { shell: createShellHandlers({ secrets, dialog, shell, openOutside }) }
  const onError = (path: string, error: unknown): void => log.error({ path, err: error }, 'call failed')
  const core = keepCore({
    start() {
      const running = startCore(corePlaces({ isPackaged, appPath, resourcesPath, platform }), ['--data', dataFolder])
      log.info({ pid: running.pid }, 'core started')
      return running
    },
    serveShell: (port) => void serve(port, { shell: shellContract }, { handlers, onError }),
    history: createCrashHistory({ now: Date.now, limit: 3, windowMs: 60_000, firstDelayMs: 250, longestDelayMs: 10_000 }),
    onCrash: (exit) => log.error(exit, 'the core stopped'),
    async askToGoOn(exit) {
      const goesOn = await tellCoreStopped(dialog, exit)
      if (!goesOn) app.quit()
      return goesOn
    },
  })
  receivePorts(ipcMain, core.connect)

  app.on('activate', showWindow)
  app.on('second-instance', showWindow)
  app.on('window-all-closed', () => {
    if (platform !== 'darwin') app.quit()
  })
  // Electron does not wait for a promise: the first quit is held back until the store is closed.
  app.once('will-quit', (event) => {
    event.preventDefault()
    void endCore(core).catch(onFault)
  })
  showWindow()
}

async function endCore(core: AsyncDisposable): Promise<void> {
  try {
    await core[Symbol.asyncDispose]()
  } finally {
    app.exit()
  }
}

function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows()
  if (window) return bringToFront(window)
  showPage(new BrowserWindow(windowOptions(preload))).catch(fail)
}

function fail(error: unknown): void {
  onFault(error)
  dialog.showErrorBox('Hearth could not open its window.', error instanceof Error ? error.message : String(error))
  app.exit(1)
}
