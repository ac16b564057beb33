import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron'
import { pageAddress } from './page-address.ts'

/** Electron's defaults are written out where they guard something, so that no update of Electron changes them unseen. */
export function windowOptions(preload: string): BrowserWindowConstructorOptions {
  return {
    title: 'Hearth',
    width: 1200,
    height: 820,
    minWidth: 420,
    minHeight: 480,
    show: false,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Elsewhere than on macOS its dictionaries would be fetched from a server.
      spellcheck: process.platform === 'darwin',
    },
  }
}

export type ShownWindow = Pick<BrowserWindow, 'once' | 'loadURL' | 'show'>

/** Shows the window once there is something to see in it. */
export async function showPage(window: ShownWindow): Promise<void> {
  window.once('ready-to-show', () => window.show())
  await window.loadURL(pageAddress)
}

export function bringToFront(window: Pick<BrowserWindow, 'isMinimized' | 'restore' | 'show' | 'focus'>): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
