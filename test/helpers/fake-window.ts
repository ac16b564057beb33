import type {
  BrowserWindow,
  BrowserWindowConstructorOptions,
  Display,
  GlobalShortcut,
  MenuItemConstructorOptions,
  NativeTheme,
  NotificationConstructorOptions,
  Rectangle,
  RenderProcessGoneDetails,
  WebContents,
} from 'electron'
import { Emitter, Refusable } from './fake-emitter.ts'

type WindowOpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0]
type WindowOpenDetails = Parameters<WindowOpenHandler>[0]

type FakedContents = Pick<WebContents, 'on' | 'setWindowOpenHandler' | 'reload' | 'forcefullyCrashRenderer'>

export class FakeContents extends Emitter implements FakedContents {
  reloads = 0
  reload(): void {
    this.reloads += 1
  }
  forcefullyCrashRenderer(): void {
    this.crash('killed')
  }
  crash(reason: RenderProcessGoneDetails['reason']): void {
    const details: RenderProcessGoneDetails = { reason, exitCode: 1 }
    this.emit('render-process-gone', {}, details)
  }
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

type FakedWindow = Pick<
  BrowserWindow,
  | 'on'
  | 'once'
  | 'loadURL'
  | 'show'
  | 'isMinimized'
  | 'restore'
  | 'focus'
  | 'maximize'
  | 'isMaximized'
  | 'setFullScreen'
  | 'isFullScreen'
  | 'getBounds'
  | 'getNormalBounds'
  | 'setBounds'
>

export class FakeWindow extends Emitter implements FakedWindow {
  readonly options: BrowserWindowConstructorOptions
  readonly webContents = new FakeContents()
  readonly calls: string[] = []
  isSmall = false
  bounds: Rectangle
  #isLarge = false
  #isFull = false
  constructor(options: BrowserWindowConstructorOptions) {
    super()
    this.options = options
    const { x = 0, y = 0, width = 800, height = 600 } = options
    this.bounds = { x, y, width, height }
  }
  async loadURL(url: string): Promise<void> {
    this.calls.push(`load ${url}`)
    this.emit('ready-to-show')
  }
  show = () => void this.calls.push('show')
  close(): void {
    this.emit('closed')
  }
  isMinimized = () => this.isSmall
  restore = () => void this.calls.push('restore')
  focus = () => void this.calls.push('focus')
  isMaximized = () => this.#isLarge
  isFullScreen = () => this.#isFull
  getBounds = () => this.bounds
  getNormalBounds = () => this.bounds
  maximize(): void {
    this.#isLarge = true
  }
  setFullScreen(isFull: boolean): void {
    this.#isFull = isFull
  }
  setBounds(bounds: Partial<Rectangle>): void {
    this.bounds = { ...this.bounds, ...bounds }
  }
  /** What a person does with its edge. */
  moveTo(bounds: Rectangle): void {
    this.bounds = bounds
    this.emit('move')
    this.emit('resize')
  }
}

type FakedDisplay = Pick<Display, 'workArea'>

export class FakeScreen extends Emitter {
  displays: FakedDisplay[] = [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }]
  getAllDisplays = (): readonly FakedDisplay[] => this.displays
  getPrimaryDisplay = (): FakedDisplay | undefined => this.displays[0]
}

export class FakeTheme implements Pick<NativeTheme, 'themeSource' | 'shouldUseDarkColors'> {
  themeSource: NativeTheme['themeSource'] = 'system'
  systemIsDark = false
  get shouldUseDarkColors(): boolean {
    return this.themeSource === 'system' ? this.systemIsDark : this.themeSource === 'dark'
  }
}

export class FakeGlobalShortcut implements Pick<GlobalShortcut, 'register' | 'unregister'> {
  /** What another program has. */
  readonly takenElsewhere = new Set<string>()
  readonly ours = new Map<string, () => void>()
  register(accelerator: string, onPress: () => void): boolean {
    if (this.takenElsewhere.has(accelerator)) return false
    this.ours.set(accelerator, onPress)
    return true
  }
  unregister(accelerator: string): void {
    this.ours.delete(accelerator)
  }
}

type Template = readonly MenuItemConstructorOptions[]

/** Menus are what they are built from. */
export class FakeMenu {
  bar: Template = []
  readonly buildFromTemplate = (template: Template): Template => template
  readonly setApplicationMenu = (bar: Template): void => {
    this.bar = bar
  }
  /** Presses the entry of the bar that has this label. */
  press(label: string): void {
    const entries = this.bar.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
    pressIn(entries, label)
  }
}

function pressIn(entries: Template, label: string): void {
  const entry = entries.find((each) => each.label === label)
  const click = entry?.click as (() => void) | undefined
  if (click === undefined) throw new Error(`No entry ${label} to press`)
  click()
}

export class FakeTray extends Emitter {
  readonly icon: string
  menu: Template = []
  isDestroyed = false
  constructor(icon: string) {
    super()
    this.icon = icon
  }
  setToolTip = () => undefined
  setContextMenu = (menu: Template) => {
    this.menu = menu
  }
  destroy = () => {
    this.isDestroyed = true
  }
  press = (label: string) => pressIn(this.menu, label)
}

export class FakeNotification extends Emitter {
  static isSupported = () => true
  readonly title: string
  readonly body: string
  isShown = false
  constructor({ title = '', body = '' }: NotificationConstructorOptions) {
    super()
    this.title = title
    this.body = body
  }
  show = () => {
    this.isShown = true
  }
}
