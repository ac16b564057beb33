import { conversationError } from '../../src-shared/desktop/conversations.ts'
import { type FolderRow, folderRow } from '../../src-shared/rows/conversation.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'
import { journal } from '../db/journal.ts'
import { findConversation } from './conversations.ts'

export const listFolders = (db: ReadDb): FolderRow[] =>
  db.prepare('SELECT id, name, position, updated_at FROM folders ORDER BY position, name').all().map(parse)

export function knownFolder(db: ReadDb, id: string): FolderRow {
  const row = db.prepare('SELECT id, name, position, updated_at FROM folders WHERE id = ?').get(id)
  if (row === undefined) throw new AppError(conversationError.unknownFolder, { id })
  return parse(row)
}

/** Inserts the folder, or changes it if its id is known. Errors: `folderNameTaken`, in any case of letters. */
export function putFolder(tx: WriteDb, folder: FolderRow): FolderRow {
  const taken = tx.prepare('SELECT id FROM folders WHERE name = ? AND id <> ?').get(folder.name, folder.id)
  if (taken !== undefined) throw new AppError(conversationError.folderNameTaken, { name: folder.name })
  tx.prepare(`
    INSERT INTO folders (id, name, position, updated_at) VALUES (@id, @name, @position, @updated_at)
    ON CONFLICT (id) DO UPDATE SET name = @name, position = @position, updated_at = @updated_at
  `).run(folder)
  journal(tx, { op: 'put', kind: 'folder', id: folder.id, at: folder.updated_at, args: folder })
  tx.tell({ table: 'folders', id: folder.id, row: folder })
  return folder
}

export interface FolderMove {
  /** Null, or one that is gone meanwhile: last. */
  readonly beforeId: string | null
  readonly at: number
}

/** Writes the folders whose position that changes, and answers them all in their order. */
export function moveFolder(tx: WriteDb, folder: FolderRow, { beforeId, at }: FolderMove): FolderRow[] {
  const others = listFolders(tx).filter(({ id }) => id !== folder.id)
  const found = others.findIndex(({ id }) => id === beforeId)
  const ordered = others.toSpliced(found === -1 ? others.length : found, 0, folder)
  return ordered.map((each, position) =>
    each.position === position ? each : putFolder(tx, { ...each, position, updated_at: at }),
  )
}

/** The conversations in it stay, outside of any folder. */
export function removeFolder(tx: WriteDb, id: string, at: number): void {
  const inside = tx.prepare<[string], string>('SELECT id FROM conversations WHERE folder_id = ?').pluck().all(id)
  tx.prepare('DELETE FROM folders WHERE id = ?').run(id)
  journal(tx, { op: 'remove', kind: 'folder', id, at, args: {} })
  tx.tell({ table: 'folders', id, row: null })
  for (const each of inside) tx.tell({ table: 'conversations', id: each, row: findConversation(tx, each) ?? null })
}

const parse = (row: unknown): FolderRow => folderRow.parse(row)
