import { fakeElectron } from './fake-electron.ts'

// What `electron` is to the packed shell in `packed-shell-child.ts`, which names the folder of its package.json first.
const electron = fakeElectron(process.argv[2] ?? '', { isPackaged: true })

export const { app, dialog, ipcMain, nativeTheme, powerMonitor, protocol, safeStorage, screen, session, shell, windows } =
  electron
export const { BrowserWindow, globalShortcut, Menu, Notification, Tray } = electron
