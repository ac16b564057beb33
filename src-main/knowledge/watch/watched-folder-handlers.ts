import { realpath, stat } from 'node:fs/promises'
import { relative, sep } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { knowledgeError } from '../../../src-shared/desktop/knowledge.ts'
import { watchedFolderError, type watchedFolders } from '../../../src-shared/desktop/watched-folders.ts'
import type { WatchedFolderRow } from '../../../src-shared/rows/watched-folder.ts'
import type { FeatureHandlers } from '../../../src-shared/rpc/contract.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import type { Db, ReadDb } from '../../db/database.ts'
import { knownCollection } from '../collection-handlers.ts'
import type { Importer } from '../importer.ts'
import { removeDocument } from '../remove-document.ts'
import { walkFiles } from '../walk-files.ts'
import type { CompareOptions } from './bring-up.ts'
import { createFileRules } from './file-rules.ts'
import type { FolderWatches } from './folder-watches.ts'
import { documentIdsIn } from './watched-files.ts'
import { findWatchedFolder, listWatchedFolders, putWatchedFolder, removeWatchedFolder } from './watched-folders.ts'

export interface WatchedFolderDeps {
  readonly db: Db
  readonly now: () => number
  readonly watches: FolderWatches
  readonly importer: Pick<Importer, 'rowsChanged' | 'assertReady'>
}

const mostExamples = 8

export function createWatchedFolderHandlers(deps: WatchedFolderDeps): FeatureHandlers<typeof watchedFolders> {
  const { db, now, watches, importer } = deps

  function change(id: string, fields: Partial<WatchedFolderRow>): WatchedFolderRow {
    return db.transact((tx) => putWatchedFolder(tx, { ...known(tx, id), ...fields, updated_at: now() }))
  }

  async function compared(id: string, options: Partial<CompareOptions> = {}): Promise<WatchedFolderRow> {
    await watches.compare(known(db, id).id, { mayEmpty: false, ...options })
    return known(db, id)
  }

  return {
    list: () => listWatchedFolders(db),
    preview: ({ path, ...rules }, signal) => preview(path, rules, signal),

    async add({ path: named, ...wanted }) {
      importer.assertReady()
      const path = await folderAt(named)
      return db.transact((tx) => {
        knownCollection(tx, wanted.collection_id)
        refuseOverlap(tx, { ...wanted, path })
        return putWatchedFolder(tx, { ...blank, ...wanted, path, created_at: now(), updated_at: now() })
      })
    },

    async change({ id, ...rules }) {
      change(id, rules)
      return compared(id)
    },

    pause: ({ id }) => change(id, { is_paused: true }),
    async resume({ id }) {
      change(id, { is_paused: false })
      return compared(id)
    },
    compare: ({ id, until_settled }) => compared(id, { untilSettled: until_settled ?? false }),
    acceptEmptied: ({ id }) => compared(id, { mayEmpty: true }),

    async remove({ id, documents }) {
      const documentIds = documentIdsIn(db, known(db, id).id)
      db.transact((tx) => removeWatchedFolder(tx, id))
      // One at a time, because each takes its index entries with it: thousands at once would hold everything up.
      for (const documentId of documents === 'remove' ? documentIds : []) {
        db.transact((tx) => removeDocument(tx, documentId, now()), { freesSpace: true })
        await nextTurn()
      }
      importer.rowsChanged()
    },
  }
}

const blank = { is_paused: false, state: 'waiting', files: 0, unreadable: 0, compared_at: null } as const

function known(db: ReadDb, id: string): WatchedFolderRow {
  const folder = findWatchedFolder(db, id)
  if (folder === undefined) throw new AppError(watchedFolderError.unknown, { id })
  return folder
}

type Rules = Pick<WatchedFolderRow, 'include' | 'exclude' | 'use_gitignore'>

async function preview(named: string, rules: Rules, signal: AbortSignal) {
  const path = await folderAt(named)
  const { files, folders, isCut } = await walkFiles([path], signal, createFileRules(path, rules))
  return {
    files: files.length,
    folders: folders.length,
    size_bytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    examples: files.slice(0, mostExamples).map((file) => relative(path, file.path)),
    is_cut: isCut,
  }
}

/** Without links on the way. */
async function folderAt(named: string): Promise<string> {
  const path = await realpath(named).catch((cause: NodeJS.ErrnoException) => {
    throw new AppError(knowledgeError.unreadablePath, { name: named, reason: cause.code ?? 'unknown' }, { cause })
  })
  if (!(await stat(path)).isDirectory()) throw new AppError(watchedFolderError.notAFolder, { path: named })
  return path
}

/** One of them inside another would be read into the same collection twice, by different rules. */
function refuseOverlap(db: ReadDb, { id, collection_id, path }: Pick<WatchedFolderRow, 'id' | 'collection_id' | 'path'>): void {
  const others = listWatchedFolders(db).filter((folder) => folder.collection_id === collection_id && folder.id !== id)
  const other = others.find((folder) => isWithin(folder.path, path) || isWithin(path, folder.path))
  if (other) throw new AppError(watchedFolderError.overlaps, { path: other.path })
}

const isWithin = (folder: string, path: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
