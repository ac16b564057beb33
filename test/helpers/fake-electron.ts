import { EventEmitter, once } from 'node:events'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import type {
  App,
  BrowserWindowConstructorOptions,
  Dialog,
  IpcMain,
  IpcMainEvent,
  MessageBoxOptions,
  MessagePortMain,
  NotificationConstructorOptions,
  OnBeforeRequestListenerDetails,
  PowerMonitor,
  Protocol,
  SafeStorage,
  SaveDialogOptions,
  Session,
  Shell,
  WebFrameMain,
  WebRequest,
} from 'electron'
import type { Ask } from '../../src-main/electron/ask.ts'
import type { MessagePortLike } from '../../src-shared/rpc/message-port.ts'
import { Emitter, Refusable } from './fake-emitter.ts'
import { FakeGlobalShortcut, FakeMenu, FakeNotification, FakeScreen, FakeTheme, FakeTray, FakeWindow } from './fake-window.ts'

type FakedApp = Pick<
  App,
  | 'isPackaged'
  | 'getAppPath'
  | 'setPath'
  | 'enableSandbox'
  | 'on'
  | 'once'
  | 'requestSingleInstanceLock'
  | 'quit'
  | 'exit'
  | 'relaunch'
  | 'whenReady'
  | 'getLocale'
  | 'setAppUserModelId'
  | 'setAsDefaultProtocolClient'
>

export class FakeApp extends Emitter implements FakedApp {
  readonly isPackaged: boolean
  readonly paths = new Map<string, string>()
  isSandboxed = false
  locale = 'en-GB'
  readonly schemes: string[] = []
  isFirst = true
  exitCode: number | undefined
  readonly #appPath: string
  constructor(appPath: string, isPackaged: boolean) {
    super()
    this.#appPath = appPath
    this.isPackaged = isPackaged
  }
  getAppPath = () => this.#appPath
  setPath = (name: string, path: string) => void this.paths.set(name, path)
  getLocale = () => this.locale
  setAppUserModelId = () => undefined
  setAsDefaultProtocolClient = (scheme: string) => this.schemes.push(scheme) > 0
  relaunches = 0
  relaunch(): void {
    this.relaunches += 1
  }
  enableSandbox(): void {
    this.isSandboxed = true
  }
  requestSingleInstanceLock = () => this.isFirst
  whenReady = async () => undefined
  exit(exitCode = 0): void {
    this.exitCode = exitCode
    this.emit('quit')
  }
  quit(): void {
    const event = new Refusable()
    this.emit('will-quit', event)
    if (!event.isRefused) this.exit()
  }
  async exited(): Promise<number | undefined> {
    if (this.exitCode === undefined) await new Promise<void>((resolve) => this.once('quit', () => resolve()))
    return this.exitCode
  }
}

type FakedSession = Pick<
  Session,
  'on' | 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
>
type RequestHandler = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>
type CheckHandler = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>
type DeviceHandler = NonNullable<Parameters<Session['setDevicePermissionHandler']>[0]>

export class FakeSession extends Emitter implements FakedSession {
  onRequest: RequestHandler | null = null
  onCheck: CheckHandler | null = null
  onDevice: DeviceHandler | null = null
  readonly webRequest = new FakeWebRequest()
  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.onRequest = handler
  }
  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.onCheck = handler
  }
  setDevicePermissionHandler(handler: DeviceHandler | null): void {
    this.onDevice = handler
  }
}

type BeforeRequest = NonNullable<Parameters<WebRequest['onBeforeRequest']>[0]>

class FakeWebRequest implements Pick<WebRequest, 'onBeforeRequest'> {
  #listener: BeforeRequest | undefined
  onBeforeRequest(...args: unknown[]): void {
    this.#listener = args.at(-1) as BeforeRequest
  }
  isCancelled(url: string): boolean | undefined {
    const answers: (boolean | undefined)[] = []
    const details: Partial<OnBeforeRequestListenerDetails> = { url }
    this.#listener?.(details as OnBeforeRequestListenerDetails, ({ cancel }) => void answers.push(cancel))
    return answers[0]
  }
}

/** The main process's end of a port, over a real port: what is posted is cloned and comes later. */
export class FakePort extends EventEmitter implements MessagePortMain {
  readonly #inner: MessagePort
  constructor(inner: MessagePort) {
    super()
    this.#inner = inner
    inner.on('message', (data: unknown) => this.emit('message', { data, ports: [] }))
    inner.on('close', () => this.emit('close'))
  }
  postMessage = (message: unknown) => this.#inner.postMessage(message)
  start = () => this.#inner.start()
  close = () => this.#inner.close()
}

export type FakeFrame = Pick<WebFrameMain, 'origin'> & { readonly parent: object | null }

export class FakeIpcMain extends Emitter implements Pick<IpcMain, 'on'> {
  /** Posts one end of a channel like the preload does; returns the page's end. */
  handOver(senderFrame: FakeFrame | null, sender: object = {}): MessagePortLike & { readonly closed: Promise<unknown> } {
    const { port1, port2 } = new MessageChannel()
    const event = { sender, senderFrame, ports: [new FakePort(port1)] } satisfies Pick<IpcMainEvent, 'ports'> & {
      sender: object
      senderFrame: FakeFrame | null
    }
    this.emit('hearth-port', event)
    return Object.assign(port2, { closed: once(port2, 'close') })
  }
}

type FakedDialog = Pick<Dialog, 'showMessageBox' | 'showOpenDialog' | 'showSaveDialog' | 'showErrorBox'>

export class FakeDialog implements FakedDialog {
  readonly asked: MessageBoxOptions[] = []
  readonly faults: string[] = []
  /** Index of the button that is pressed next. */
  response = 0
  picked: string[] | undefined
  /** As the shell asks. */
  readonly ask: Ask = async ({ buttons, ...question }) =>
    (await this.showMessageBox({ ...question, buttons: [...buttons], cancelId: buttons.length - 1 })).response
  readonly savedAs: (string | undefined)[] = []
  /** Keeps every question open until it is released, or its signal takes it away. */
  hold: Promise<void> | undefined
  async showMessageBox(...args: unknown[]) {
    const options = args.at(-1) as MessageBoxOptions
    this.asked.push(options)
    const gone = new Promise<void>((resolve) => options.signal?.addEventListener('abort', () => resolve()))
    if (this.hold) await Promise.race([this.hold, gone])
    return { response: options.signal?.aborted ? (options.cancelId ?? 0) : this.response, checkboxChecked: false }
  }
  async showSaveDialog(...args: unknown[]) {
    const { defaultPath } = args.at(-1) as SaveDialogOptions
    this.savedAs.push(defaultPath)
    return { canceled: this.picked === undefined, filePath: this.picked?.[0] ?? '' }
  }
  showOpenDialog = async () => ({ canceled: this.picked === undefined, filePaths: this.picked ?? [] })
  showErrorBox = (title: string, content: string) => void this.faults.push(`${title} ${content}`)
}

export class FakeShell implements Pick<Shell, 'openExternal' | 'openPath' | 'showItemInFolder'> {
  readonly opened: string[] = []
  fault = ''
  openExternal = async (url: string) => void this.opened.push(url)
  async openPath(path: string): Promise<string> {
    this.opened.push(path)
    return this.fault
  }
  showItemInFolder = (path: string) => void this.opened.push(`folder of ${path}`)
}

type FakedStorage = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
>

/** Seals by turning each byte round; `login` stands for the key of the person who is signed in. */
export class FakeStorage implements FakedStorage {
  backend: ReturnType<SafeStorage['getSelectedStorageBackend']> = 'gnome_libsecret'
  isAvailable = true
  login = 0xff
  shouldReEncrypt = false
  isAsyncEncryptionAvailable = async () => this.isAvailable
  getSelectedStorageBackend = () => this.backend
  encryptStringAsync = async (text: string) => this.#turn(Buffer.from(`sealed ${text}`))
  async decryptStringAsync(sealed: Buffer) {
    const text = this.#turn(sealed).toString()
    if (!text.startsWith('sealed ')) throw new Error('Sealed by somebody else')
    return { result: text.slice(7), shouldReEncrypt: this.shouldReEncrypt }
  }
  #turn = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ this.login))
}

export class FakePowerMonitor implements Pick<PowerMonitor, 'isOnBatteryPower'> {
  isOnBattery = false
  isOnBatteryPower = () => this.isOnBattery
}

export class FakeProtocol implements Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle'> {
  readonly schemes: string[] = []
  #handler: Parameters<Protocol['handle']>[1] | undefined
  registerSchemesAsPrivileged = (schemes: readonly { readonly scheme: string }[]) =>
    void this.schemes.push(...schemes.map(({ scheme }) => scheme))
  handle(_: string, handler: Parameters<Protocol['handle']>[1]): void {
    this.#handler = handler
  }
  async get(url: string): Promise<Response | undefined> {
    return await this.#handler?.(new Request(url))
  }
}

/** All of Electron's main process that Hearth uses. `appPath` is the folder of package.json. */
export function fakeElectron(appPath: string, { isPackaged = false } = {}) {
  const app = new FakeApp(appPath, isPackaged)
  const [windows, trays, notifications]: [FakeWindow[], FakeTray[], FakeNotification[]] = [[], [], []]
  const focus: { window: FakeWindow | null } = { window: null }
  class ListedWindow extends FakeWindow {
    static getAllWindows = (): readonly FakeWindow[] => windows
    static getFocusedWindow = (): FakeWindow | null => focus.window
    constructor(options: BrowserWindowConstructorOptions) {
      super(options)
      windows.push(this)
      app.emit('web-contents-created', {}, this.webContents)
    }
    override close(): void {
      this.emit('close')
      windows.splice(windows.indexOf(this), 1)
      this.emit('closed')
      if (windows.length === 0) app.emit('window-all-closed')
    }
  }
  class ListedTray extends FakeTray {
    constructor(icon: string) {
      super(icon)
      trays.push(this)
    }
  }
  class ListedNotification extends FakeNotification {
    constructor(options: NotificationConstructorOptions) {
      super(options)
      notifications.push(this)
    }
  }
  return {
    ...{ app, windows, trays, notifications, focus },
    ...{ BrowserWindow: ListedWindow, Tray: ListedTray, Notification: ListedNotification },
    ...{ Menu: new FakeMenu(), screen: new FakeScreen(), nativeTheme: new FakeTheme(), globalShortcut: new FakeGlobalShortcut() },
    ...{ dialog: new FakeDialog(), ipcMain: new FakeIpcMain(), protocol: new FakeProtocol(), safeStorage: new FakeStorage() },
    ...{ shell: new FakeShell(), powerMonitor: new FakePowerMonitor(), session: { defaultSession: new FakeSession() } },
  }
}
