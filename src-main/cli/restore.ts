import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { z } from 'zod'
import { startError } from '../../src-shared/desktop/app.ts'
import { backupError, type backupPreview } from '../../src-shared/desktop/backups.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { replaceDamagedStore } from '../core/replace-damaged-store.ts'
import { listBackups } from '../db/backup-files.ts'
import { backupsFolder } from '../db/store-files.ts'
import { commonOptions, defineCommand } from './command.ts'
import type { CommandContext } from './command-context.ts'
import { confirm } from './confirm.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { UsageError } from './usage-error.ts'

export const restore = defineCommand({
  name: 'restore',
  usage: ['restore [FILE] [--yes]'],
  summary: 'put a backup in the place of what is stored',
  details: [
    'FILE is a path or a name from hearth backup --list; without it the newest backup is taken. What is stored now is kept as a',
    'backup itself. Works on a store that is too damaged to open.',
  ],
  options: { yes: { type: 'boolean', short: 'y', words: 'do not ask first' }, ...commonOptions },

  async run({ values, positionals }, context) {
    if (positionals.length > 1) throw new UsageError('hearth restore takes one file.')
    const isAsked = !(values.yes ?? false)
    if (isAsked && !(process.stdin.isTTY && context.output.isWatched)) {
      throw new UsageError('Nobody can be asked here. Say --yes to restore without a question.')
    }
    const wish = { path: pathOf(context.config.dataFolder, positionals[0]), isAsked }
    try {
      return await restoreOpen(wish, context)
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== startError.damaged) throw error
      return await restoreDamaged(wish, context)
    }
  },
})

interface Wish {
  readonly path: string
  readonly isAsked: boolean
}

function pathOf(dataFolder: string, wanted: string | undefined): string {
  const named = wanted === undefined ? listBackups(dataFolder)[0]?.path : join(backupsFolder(dataFolder), wanted)
  if (wanted === undefined && named === undefined) throw new AppError(backupError.unknown, { path: backupsFolder(dataFolder) })
  const path = named !== undefined && existsSync(named) ? named : resolve(wanted ?? '')
  if (!existsSync(path)) throw new AppError(backupError.unknown, { path })
  return path
}

async function restoreOpen({ path, isAsked }: Wish, { isJson, output, interrupt, open }: CommandContext): Promise<ExitCode> {
  await using session = await open()
  const { backups } = session.api
  output.progress('Reading the backup')
  const preview = await backups.preview({ path }, interrupt.signal)
  if (!isJson) output.note(`${path}\n${inWords(preview)}`)
  if (isAsked && !(await confirm('Put it in the place of what is stored now?', interrupt))) return declined(output)
  interrupt.signal.throwIfAborted()
  const { replaced } = await backups.restore({ path })
  if (isJson) output.json({ restored: path, preview, replaced })
  else output.line(`Restored. What was there is kept as ${replaced.path}`)
  return exitCode.ok
}

async function restoreDamaged({ path, isAsked }: Wish, { isJson, output, interrupt, config }: CommandContext): Promise<ExitCode> {
  if (!isJson) output.note(`The store is damaged and cannot be opened. Backup: ${path}`)
  if (isAsked && !(await confirm('Put it in the place of the damaged store?', interrupt))) return declined(output)
  const kept = await replaceDamagedStore({ folder: config.dataFolder, passphrase: config.passphrase }, path)
  if (isJson) output.json({ restored: path, kept })
  else output.line(`Restored. The damaged file is kept as ${kept}`)
  return exitCode.ok
}

function declined(output: CommandContext['output']): ExitCode {
  output.note('Nothing was changed.')
  return exitCode.ok
}

function inWords({ conversations, messages, documents, newest_at }: z.infer<typeof backupPreview>): string {
  const newest = newest_at === null ? '' : `, the newest change on ${new Date(newest_at).toLocaleString()}`
  return `${conversations} chats, ${messages} messages, ${documents} documents${newest}`
}
