import type { FeatureClient } from '../../src-shared/rpc/contract.ts'
import type { shell as contract } from '../../src-shared/shell/shell.ts'
import { createLanguageHandlers } from '../languages/language-handlers.ts'
import type { Gate } from '../network/gate.ts'
import { createUpdateHandlers } from '../updates/update-handlers.ts'
import { followShellSettings } from '../window/follow-shell-settings.ts'
import { tellWindow } from '../window/tell-window.ts'
import { createWindowHandlers } from '../window/window-handlers.ts'
import type { CoreParts } from './core-parts.ts'

export interface WindowParts {
  /** What the window's shell lends; absent where there is no window. */
  readonly shell: FeatureClient<typeof contract> | undefined
  readonly gate: Gate
}

/** What the page may ask of its window, and what the window is told without being asked. */
export function composeWindow({ db, settings, dataFolder, now, own, onFault }: CoreParts, { shell, gate }: WindowParts) {
  if (shell) {
    const report = (error: unknown): void => onFault('window', error)
    own.defer(followShellSettings(db, settings, (chosen) => void shell.apply(chosen).catch(report)))
    const tell: Parameters<typeof tellWindow>[1]['tell'] = (news) => void shell.notify(news).catch(report)
    own.defer(tellWindow(db, { isWanted: () => settings().notifications, tell, now }))
  }
  return {
    window: createWindowHandlers({ shell, dataFolder }),
    updates: createUpdateHandlers({ shell, gate }),
    languages: createLanguageHandlers({ db, now }),
  }
}
