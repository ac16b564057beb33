import { type WatchedFolderRow, watchedFolderRow } from '../../../src-shared/rows/watched-folder.ts'
import type { ReadDb, WriteDb } from '../../db/database.ts'

/** By path. What cannot be read is left out: the rest stays usable. */
export function listWatchedFolders(db: ReadDb): WatchedFolderRow[] {
  const rows = db.prepare(`SELECT ${columns} FROM watched_folders ORDER BY path, id`).all()
  return rows.map(parse).filter((row) => row !== undefined)
}

export function findWatchedFolder(db: ReadDb, id: string): WatchedFolderRow | undefined {
  return parse(db.prepare(`SELECT ${columns} FROM watched_folders WHERE id = ?`).get(id))
}

/** Stays on this machine: a path means nothing on another, so nothing is journalled. */
export function putWatchedFolder(tx: WriteDb, row: WatchedFolderRow): WatchedFolderRow {
  tx.prepare(`
    INSERT INTO watched_folders (${columns}) VALUES (${names.map((name) => `@${name}`).join(', ')})
    ON CONFLICT (id) DO UPDATE SET ${changed.map((name) => `${name} = @${name}`).join(', ')}
  `).run(stored(row))
  tx.tell({ table: 'watched_folders', id: row.id, row })
  return row
}

/** Its documents stay, as ones that nobody follows. */
export function removeWatchedFolder(tx: WriteDb, id: string): void {
  tx.prepare('DELETE FROM watched_folders WHERE id = ?').run(id)
  tx.tell({ table: 'watched_folders', id, row: null })
}

const names = Object.keys(watchedFolderRow.shape)
const changed = names.filter((name) => !['id', 'collection_id', 'path', 'created_at'].includes(name))
const columns = names.join(', ')

const stored = (row: WatchedFolderRow) => ({
  ...row,
  include: JSON.stringify(row.include),
  exclude: JSON.stringify(row.exclude),
  use_gitignore: Number(row.use_gitignore),
  is_paused: Number(row.is_paused),
})

const parse = (row: unknown): WatchedFolderRow | undefined => watchedFolderRow.safeParse(row).data
