import { Menu, Tray } from 'electron'
import type { ShellWords } from './shell-words.ts'

export interface TrayDeps {
  readonly icon: string
  readonly words: () => ShellWords
  readonly onShow: () => void
  readonly onNewChat: () => void
  readonly onQuit: () => void
}

export interface TrayIcon {
  isOn(): boolean
  /** Puts it there or takes it away, in the language of now. */
  set(isOn: boolean): void
}

export function createTray({ icon, words, onShow, onNewChat, onQuit }: TrayDeps): TrayIcon {
  let tray: Tray | undefined

  function put(): Tray {
    const made = new Tray(icon)
    made.setToolTip('Hearth')
    made.on('click', onShow)
    return made
  }

  return {
    isOn: () => tray !== undefined,
    set(isOn) {
      if (!isOn) {
        tray?.destroy()
        tray = undefined
        return
      }
      tray ??= put()
      const { showHearth, newChat, end } = words()
      tray.setContextMenu(
        Menu.buildFromTemplate([
          { label: showHearth, click: onShow },
          { label: newChat, click: onNewChat },
          { type: 'separator' },
          { label: end, click: onQuit },
        ]),
      )
    },
  }
}
