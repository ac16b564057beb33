import { realpath } from 'node:fs/promises'
import { newId } from '../../src-shared/ids.ts'
import type { WatchedFolderRow } from '../../src-shared/rows/watched-folder.ts'
import { collectionFor } from './collection-for.ts'
import type { Api, CommandContext } from './command-context.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { tellWatched, type WatchedTold } from './watch-told.ts'

export interface WatchOrder {
  readonly path: string
  readonly collection: string
  readonly rules: Pick<WatchedFolderRow, 'include' | 'exclude' | 'use_gitignore'>
  readonly isOnce: boolean
}

/** Follows the folder and says what is read of it: until Ctrl-C, or with `isOnce` until there is nothing left to read. */
export async function watchFolder(order: WatchOrder, context: CommandContext): Promise<ExitCode> {
  const { interrupt, output, open } = context
  await using session = await open()
  const { api } = session
  const folder = await followedFolder(api, order)
  const told = tellWatched(folder, context)
  const ended = new AbortController()
  // Before it is compared, so that nothing of it is missed.
  const listening = listen(api, told, AbortSignal.any([interrupt.signal, ended.signal]))
  try {
    await api.watchedFolders.compare({ id: folder.id }, interrupt.signal)
    if (order.isOnce && (await isReading(api, folder.id))) await Promise.race([told.read, listening])
    if (!order.isOnce) {
      output.note(`Following ${folder.path}. Ctrl-C ends this command; Hearth follows the folder whenever it runs.`)
      await listening
    }
  } finally {
    ended.abort()
    await listening
    output.progress(null)
  }
  told.end((await api.watchedFolders.list()).find(({ id }) => id === folder.id) ?? folder)
  return told.failed() > 0 ? exitCode.failed : exitCode.ok
}

/** The one that is followed into this collection already gets these rules. */
async function followedFolder(api: Api, { path: named, collection, rules }: WatchOrder): Promise<WatchedFolderRow> {
  const path = await realpath(named).catch(() => named)
  const chosen = await collectionFor(api, collection)
  const isSame = (row: WatchedFolderRow): boolean => row.path === path && row.collection_id === chosen.collection.id
  const known = (await api.watchedFolders.list()).find(isSame)
  if (known) return await api.watchedFolders.change({ id: known.id, ...rules })
  try {
    return await api.watchedFolders.add({ id: newId(), collection_id: chosen.collection.id, path, ...rules })
  } catch (error) {
    // Refused: nothing shall be left of it.
    if (chosen.isNew) await api.collections.remove({ id: chosen.collection.id })
    throw error
  }
}

async function listen(api: Api, told: WatchedTold, signal: AbortSignal): Promise<void> {
  try {
    for await (const change of api.changes.watch(undefined, signal)) told.hear(change)
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

const isReading = async (api: Api, jobId: string): Promise<boolean> =>
  (await api.documents.jobs()).some(({ id, status }) => id === jobId && status === 'running')
