import type { Config } from '../../core/config.ts'
import { listBackups } from '../../db/backup-files.ts'
import { createJobLine } from '../../db/job-line.ts'
import { openKey } from '../../db/key.ts'
import { readKeyFile } from '../../db/key-file.ts'
import { storePath } from '../../db/store-files.ts'
import type { Api } from '../command-context.ts'
import { errorWords } from '../tell-error.ts'
import type { Finding } from './finding.ts'

/** Reads every page of the store, beside the core that has it open. */
export async function checkContent(config: Config): Promise<Finding> {
  if (readKeyFile(config.dataFolder)?.mode === 'system') {
    const message =
      'Only the app can read the key, so the pages of the store were not read here; the app does so after each start'
    return { check: 'content', state: 'note', message }
  }
  try {
    return await readPages(config)
  } catch (error) {
    return { check: 'content', state: 'wrong', message: errorWords(error) }
  }
}

async function readPages({ dataFolder, passphrase }: Config): Promise<Finding> {
  const { key } = await openKey({ folder: dataFolder, passphrase })
  await using jobs = createJobLine()
  const { problems, unreadable } = await jobs.run({ kind: 'check', path: storePath(dataFolder), key })
  if (problems.length > 0) {
    const message = `The store is damaged in ${problems.length} places. Restore a backup: hearth restore.`
    return { check: 'content', state: 'wrong', message }
  }
  if (unreadable.length === 0) return { check: 'content', state: 'ok', message: 'Every page of the store can be read' }
  const message = `${unreadable.length} rows of chats cannot be read. Hearth sets them aside and goes on; a backup may still have them.`
  return { check: 'content', state: 'wrong', message }
}

const dayMs = 86_400_000
const oldMs = 3 * dayMs

/** Without a core (`api` absent) the newest backup is named and not verified. */
export async function checkBackups(dataFolder: string, api: Api | undefined, signal: AbortSignal): Promise<Finding> {
  const [newest] = listBackups(dataFolder)
  if (!newest) return { check: 'backups', state: 'note', message: 'There is no backup yet. Make one: hearth backup' }
  const age = Math.floor((Date.now() - newest.created_at) / dayMs)
  const words = `${newest.path}, ${age === 0 ? 'made within a day' : `${age} days old`}`
  if (!api)
    return { check: 'backups', state: 'note', message: `The newest backup is ${words}; hearth restore verifies it and takes it` }
  try {
    await api.backups.preview({ path: newest.path }, signal)
  } catch (error) {
    signal.throwIfAborted()
    return { check: 'backups', state: 'wrong', message: `${newest.path}: ${errorWords(error)} Make a new one: hearth backup` }
  }
  const isOld = Date.now() - newest.created_at > oldMs
  return { check: 'backups', state: isOld ? 'note' : 'ok', message: `The newest backup opens: ${words}` }
}
