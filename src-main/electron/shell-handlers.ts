import { statSync } from 'node:fs'
import { extname, isAbsolute } from 'node:path'
import type { Dialog, Shell } from 'electron'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { type shell as contract, shellError } from '../../src-shared/shell/shell.ts'
import type { OpenOutside } from './open-outside.ts'
import type { Secrets } from './secrets.ts'

export interface ShellHandlerDeps {
  readonly secrets: Secrets
  readonly dialog: Pick<Dialog, 'showOpenDialog'>
  readonly shell: Pick<Shell, 'openPath' | 'showItemInFolder'>
  readonly openOutside: OpenOutside
}

/** What the core may ask of the window's shell. */
export function createShellHandlers(deps: ShellHandlerDeps): FeatureHandlers<typeof contract> {
  const { secrets, dialog, shell, openOutside } = deps
  return {
    readSecret: ({ name }) => secrets.read(name),
    writeSecret: ({ name, value }) => secrets.write(name, value),
    async pickFiles({ title, folders }) {
      const kind = folders ? ('openDirectory' as const) : ('openFile' as const)
      const { canceled, filePaths } = await dialog.showOpenDialog({ title, properties: [kind, 'multiSelections'] })
      return canceled ? [] : filePaths
    },
    async openPath({ path }) {
      if (!isAbsolute(path)) throw new AppError(shellError.unavailable, { reason: 'not_absolute' })
      if (!isHarmless(path)) return shell.showItemInFolder(path)
      const fault = await shell.openPath(path)
      if (fault !== '') throw new AppError(shellError.unavailable, { reason: fault })
    },
    async openExternal({ url }) {
      await openOutside(url)
    },
  }
}

const documents: readonly string[] = ['.pdf', '.docx', '.md', '.markdown', '.txt', '.html', '.htm']

/** To open a program is to run it, and on macOS a program is a folder with an ending. Such are shown where they lie instead. */
function isHarmless(path: string): boolean {
  const ending = extname(path).toLowerCase()
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
  return isFolder ? ending === '' : documents.includes(ending)
}
