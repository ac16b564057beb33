import { BrowserWindow, nativeTheme, screen } from 'electron'
import { centred, fitToScreens } from './fit-to-screens.ts'
import type { PageHealer } from './heal-page.ts'
import { pageAddress } from './page-address.ts'
import { windowOptions } from './window-options.ts'
import type { KeptWindowState } from './window-state.ts'

export interface MainWindowDeps {
  readonly preload: string
  readonly state: KeptWindowState
  readonly healer: PageHealer
  readonly onFault: (error: unknown) => void
}

export interface MainWindow {
  /** Opens it, or brings it to the front. */
  show(): void
  isInFront(): boolean
}

const firstSize = { width: 1200, height: 820 }
const keepAfterMs = 400

/** The one window: where it was, in front when it is asked for, loaded again when its page crashes. */
export function createMainWindow({ preload, state, healer, onFault }: MainWindowDeps): MainWindow {
  const screens = () => screen.getAllDisplays().map(({ workArea }) => workArea)
  const first = () => screen.getPrimaryDisplay().workArea
  const refit = (): void => {
    for (const window of BrowserWindow.getAllWindows())
      window.setBounds(fitToScreens(window.getBounds(), [first(), ...screens()]))
  }
  screen.on('display-removed', refit)
  screen.on('display-metrics-changed', refit)

  function open(): void {
    const { bounds, isMaximized, isFullScreen } = state.read()
    const box = bounds ? fitToScreens(bounds, [first(), ...screens()]) : centred(firstSize, first())
    const backgroundColor = nativeTheme.shouldUseDarkColors ? '#171512' : '#faf8f5'
    const window = new BrowserWindow({ ...windowOptions(preload), ...box, backgroundColor })
    window.once('ready-to-show', () => {
      window.show()
      if (isMaximized) window.maximize()
      if (isFullScreen) window.setFullScreen(true)
    })
    keepPlace(window, state)
    heal(window, healer, onFault)
    window.loadURL(pageAddress).catch(onFault)
  }

  return {
    isInFront: () => BrowserWindow.getFocusedWindow() !== null,
    show() {
      const [window] = BrowserWindow.getAllWindows()
      if (window === undefined) return open()
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
  }
}

function keepPlace(window: BrowserWindow, state: KeptWindowState): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const keep = (): void => {
    clearTimeout(timer)
    const { x, y, width, height } = window.getNormalBounds()
    state.keep({ bounds: { x, y, width, height }, isMaximized: window.isMaximized(), isFullScreen: window.isFullScreen() })
  }
  const keepSoon = (): void => {
    clearTimeout(timer)
    timer = setTimeout(keep, keepAfterMs)
  }
  window.on('resize', keepSoon)
  window.on('move', keepSoon)
  window.on('close', keep)
  window.on('closed', () => clearTimeout(timer))
}

function heal(window: BrowserWindow, healer: PageHealer, onFault: (error: unknown) => void): void {
  const { webContents } = window
  const page = { reload: () => webContents.reload(), kill: () => webContents.forcefullyCrashRenderer() }
  webContents.on('render-process-gone', (_, { reason }) => void healer.crashed(page, reason).catch(onFault))
  window.on('unresponsive', () => void healer.hangs(page).catch(onFault))
  window.on('responsive', healer.answers)
}
