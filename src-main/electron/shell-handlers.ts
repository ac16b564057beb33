import { statSync } from 'node:fs'
import { extname, isAbsolute } from 'node:path'
import { documentKinds } from '../../src-shared/engine/document-kinds.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { type shell as contract, type ShellNews, type ShellSettings, shellError } from '../../src-shared/shell/shell.ts'
import type { GlobalChord } from './global-chord.ts'
import type { AppMenu } from './menu.ts'
import type { OpenOutside } from './open-outside.ts'
import type { Secrets } from './secrets.ts'
import type { Updates } from './updates.ts'
import type { WindowRequests } from './window-requests.ts'

interface OpenOptions {
  readonly title: string
  readonly properties: ('openDirectory' | 'openFile' | 'multiSelections')[]
}

export interface ShellHandlerDeps {
  readonly secrets: Secrets
  readonly dialog: {
    showOpenDialog(options: OpenOptions): Promise<{ readonly canceled: boolean; readonly filePaths: string[] }>
    showSaveDialog(options: {
      readonly title: string
      readonly defaultPath: string
    }): Promise<{ readonly canceled: boolean; readonly filePath: string }>
  }
  readonly shell: { openPath(path: string): Promise<string>; showItemInFolder(path: string): void }
  readonly openOutside: OpenOutside
  readonly requests: WindowRequests
  readonly menu: AppMenu
  readonly chord: GlobalChord
  readonly updates: Updates
  readonly apply: (settings: ShellSettings) => void
  readonly notify: (news: ShellNews) => void
}

/** What the core may ask of the window's shell. */
export function createShellHandlers(deps: ShellHandlerDeps): FeatureHandlers<typeof contract> {
  const { secrets, dialog, shell, openOutside, requests, menu, chord, updates } = deps
  return {
    readSecret: ({ name }) => secrets.read(name),
    writeSecret: ({ name, value }) => secrets.write(name, value),
    async pickFiles({ title, folders }) {
      const kind = folders ? ('openDirectory' as const) : ('openFile' as const)
      const { canceled, filePaths } = await dialog.showOpenDialog({ title, properties: [kind, 'multiSelections'] })
      return canceled ? [] : filePaths
    },
    async pickSavePath({ title, name }) {
      const { canceled, filePath } = await dialog.showSaveDialog({ title, defaultPath: name.replaceAll(/[/\\:]/g, '-') })
      return canceled || filePath === '' ? null : filePath
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
    requests: (_, signal) => requests.follow(signal),
    showMenu: (groups) => menu.show(groups),
    apply: (settings) => deps.apply(settings),
    tryShortcut: ({ chord: wanted }) => chord.try(wanted),
    notify: (news) => deps.notify(news),
    updateSource: () => updates.source(),
    lookForUpdate: () => updates.look(),
    downloadUpdate: (_, signal) => updates.download(signal),
    installUpdate: () => updates.install(),
  }
}

/** Of what is read, what only shows itself when it is opened: source code and macros would run. */
const documents: readonly string[] = (['pdf', 'markdown', 'html', 'csv', 'email', 'rtf', 'odt', 'epub'] as const)
  .flatMap((kind) => documentKinds[kind])
  .concat('docx', 'pptx', 'xlsx', 'txt', 'log', 'json')
  .map((extension) => `.${extension}`)

/** To open a program is to run it, and on macOS a program is a folder with an ending. Such are shown where they lie instead. */
function isHarmless(path: string): boolean {
  const ending = extname(path).toLowerCase()
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
  return isFolder ? ending === '' : documents.includes(ending)
}
