import { realpath } from 'node:fs/promises'
import { sep } from 'node:path'
import { newId } from '../../src-shared/ids.ts'
import type { ImportJobRow } from '../../src-shared/rows/knowledge.ts'
import type { WatchedFolderRow } from '../../src-shared/rows/watched-folder.ts'
import { allDocuments } from './all-documents.ts'
import { collectionFor } from './collection-for.ts'
import type { Api, CommandContext } from './command-context.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { filesLeft, isOver } from './files-left.ts'
import { type FolderLeft, tellWatched, type WatchedTold } from './watch-told.ts'

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
  await resumeReading(api, folder)
  // Before it is compared, so that nothing of it is missed.
  const listening = listen(api, told, AbortSignal.any([interrupt.signal, ended.signal]))
  try {
    await api.watchedFolders.compare({ id: folder.id, until_settled: order.isOnce }, interrupt.signal)
    if (order.isOnce) await untilRead(api, { folder, told, listening })
    if (!order.isOnce) {
      output.note(`Following ${folder.path}. Ctrl-C ends this command; Hearth follows the folder whenever it runs.`)
      await listening
    }
  } finally {
    ended.abort()
    await listening
    output.progress(null)
  }
  const left = await leftIn(api, folder)
  told.end((await api.watchedFolders.list()).find(({ id }) => id === folder.id) ?? folder, left)
  if (left.waiting > 0) return interrupt.signal.aborted ? exitCode.stopped : exitCode.failed
  return told.failed() > 0 ? exitCode.failed : exitCode.ok
}

const jobOf = async (api: Api, folder: WatchedFolderRow): Promise<ImportJobRow | undefined> =>
  (await api.documents.jobs()).find(({ id }) => id === folder.id)

/** What was stopped is gone on with: who starts the command wants it read. */
async function resumeReading(api: Api, folder: WatchedFolderRow): Promise<void> {
  const job = await jobOf(api, folder)
  if (job?.status === 'stopped' && !folder.is_paused) await api.documents.resumeJob({ id: job.id })
}

interface Reading {
  readonly folder: WatchedFolderRow
  readonly told: WatchedTold
  readonly listening: Promise<void>
}

/** Until the folder's job is done or stopped, or nothing more is heard of it. */
async function untilRead(api: Api, { folder, told, listening }: Reading): Promise<void> {
  const isHeard = { now: true }
  const deaf = listening.then(() => {
    isHeard.now = false
  })
  while (isHeard.now && (await jobOf(api, folder))?.status === 'running') await Promise.race([told.read(), deaf])
}

/** What of the folder is still to be read. */
async function leftIn(api: Api, folder: WatchedFolderRow): Promise<FolderLeft> {
  const job = await jobOf(api, folder)
  if (job === undefined || job.status === 'done') return { waiting: 0, fault: null }
  const documents = await allDocuments(api, folder.collection_id)
  const waiting = documents.filter((document) => document.path?.startsWith(folder.path + sep) && !isOver(document))
  return { waiting: filesLeft(job), fault: waiting.find(({ fault }) => fault !== null)?.fault ?? null }
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
