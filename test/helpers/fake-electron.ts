import { EventEmitter, once } from 'node:events'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import type {
  App,
  BrowserWindow,
  BrowserWindowConstructorOptions,
  Dialog,
  IpcMain,
  IpcMainEvent,
  MessageBoxOptions,
  MessagePortMain,
  OnBeforeRequestListenerDetails,
  Protocol,
  SafeStorage,
  Session,
  Shell,
  WebContents,
  WebFrameMain,
  WebRequest,
} from 'electron'
import type { MessagePortLike } from '../../src-shared/rpc/message-port.ts'

type Listener = Parameters<EventEmitter['on']>[1]

/** Electron's emitters return themselves, whole; nobody here uses what they return, so a fake need not be whole. */
class Emitter {
  readonly #inner = new EventEmitter()
  on(event: string, listener: Listener): never {
    return this.#inner.on(event, listener) as never
  }
  once(event: string, listener: Listener): never {
    return this.#inner.once(event, listener) as never
  }
  emit(event: string, ...args: readonly unknown[]): void {
    this.#inner.emit(event, ...args)
  }
}

/** What Electron hands to a listener that may say no. */
class Refusable {
  isRefused = false
  readonly url: string
  constructor(url = '') {
    this.url = url
  }
  preventDefault(): void {
    this.isRefused = true
  }
}

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
  | 'whenReady'
>

export class FakeApp extends Emitter implements FakedApp {
  readonly isPackaged = false
  readonly paths = new Map<string, string>()
  isSandboxed = false
  isFirst = true
  exitCode: number | undefined
  readonly #appPath: string
  constructor(appPath: string) {
    super()
    this.#appPath = appPath
  }
  getAppPath = () => this.#appPath
  setPath = (name: string, path: string) => void this.paths.set(name, path)
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

type WindowOpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0]
type WindowOpenDetails = Parameters<WindowOpenHandler>[0]

export class FakeContents extends Emitter implements Pick<WebContents, 'on' | 'setWindowOpenHandler'> {
  #openHandler: WindowOpenHandler | undefined
  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#openHandler = handler
  }
  /** Whether a page that tries it may go on. */
  try(event: 'will-navigate' | 'will-frame-navigate' | 'will-redirect' | 'will-attach-webview', url: string): boolean {
    const details = new Refusable(url)
    this.emit(event, details)
    return !details.isRefused
  }
  open(url: string) {
    const details: WindowOpenDetails = {
      ...{ url, frameName: '', features: '', disposition: 'foreground-tab' },
      referrer: { url: '', policy: 'no-referrer' },
    }
    return this.#openHandler?.(details)
  }
}

type FakedSession = Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'>
type RequestHandler = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>
type CheckHandler = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>
type DeviceHandler = NonNullable<Parameters<Session['setDevicePermissionHandler']>[0]>

export class FakeSession implements FakedSession {
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

type FakedWindow = Pick<BrowserWindow, 'once' | 'loadURL' | 'show' | 'isMinimized' | 'restore' | 'focus'>

export class FakeWindow extends Emitter implements FakedWindow {
  readonly options: BrowserWindowConstructorOptions
  readonly webContents = new FakeContents()
  readonly calls: string[] = []
  isSmall = false
  constructor(options: BrowserWindowConstructorOptions) {
    super()
    this.options = options
  }
  async loadURL(url: string): Promise<void> {
    this.calls.push(`load ${url}`)
    this.emit('ready-to-show')
  }
  show = () => void this.calls.push('show')
  isMinimized = () => this.isSmall
  restore = () => void this.calls.push('restore')
  focus = () => void this.calls.push('focus')
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

export class FakeDialog implements Pick<Dialog, 'showMessageBox' | 'showOpenDialog' | 'showErrorBox'> {
  readonly asked: MessageBoxOptions[] = []
  readonly faults: string[] = []
  /** Index of the button that is pressed next. */
  response = 0
  picked: string[] | undefined
  async showMessageBox(...args: unknown[]) {
    this.asked.push(args.at(-1) as MessageBoxOptions)
    return { response: this.response, checkboxChecked: false }
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

export interface FakeElectron {
  readonly app: FakeApp
  readonly dialog: FakeDialog
  readonly ipcMain: FakeIpcMain
  readonly protocol: FakeProtocol
  readonly safeStorage: FakeStorage
  readonly session: { readonly defaultSession: FakeSession }
  readonly shell: FakeShell
  readonly windows: FakeWindow[]
  readonly BrowserWindow: new (options: BrowserWindowConstructorOptions) => FakeWindow
}

/** All of Electron's main process that Hearth uses. `appPath` is the folder of package.json. */
export function fakeElectron(appPath: string): FakeElectron {
  const app = new FakeApp(appPath)
  const windows: FakeWindow[] = []
  class ListedWindow extends FakeWindow {
    static getAllWindows = (): readonly FakeWindow[] => windows
    constructor(options: BrowserWindowConstructorOptions) {
      super(options)
      windows.push(this)
      app.emit('web-contents-created', {}, this.webContents)
    }
  }
  return {
    ...{ app, windows, BrowserWindow: ListedWindow, dialog: new FakeDialog(), ipcMain: new FakeIpcMain() },
    ...{ protocol: new FakeProtocol(), safeStorage: new FakeStorage(), shell: new FakeShell() },
    session: { defaultSession: new FakeSession() },
  }
}
