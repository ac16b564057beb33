import type { window } from '../../src-shared/desktop/window.ts'
import type { FeatureClient, FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { type shell as contract, shellError } from '../../src-shared/shell/shell.ts'

export interface WindowDeps {
  /** The window's shell; absent where the page is in a browser. */
  readonly shell: FeatureClient<typeof contract> | undefined
  readonly dataFolder: string
}

/** Passes on what the page asks of its window. */
export function createWindowHandlers({ shell, dataFolder }: WindowDeps): FeatureHandlers<typeof window> {
  const ours = (): FeatureClient<typeof contract> => {
    if (shell === undefined) throw new AppError(shellError.unavailable)
    return shell
  }
  return {
    requests: (_, signal) => ours().requests(undefined, signal),
    showMenu: (groups, signal) => ours().showMenu(groups, signal),
    pickFiles: (input, signal) => ours().pickFiles(input, signal),
    pickSavePath: (input, signal) => ours().pickSavePath(input, signal),
    openDataFolder: (_, signal) => ours().openPath({ path: dataFolder }, signal),
    tryShortcut: (input, signal) => ours().tryShortcut(input, signal),
  }
}
