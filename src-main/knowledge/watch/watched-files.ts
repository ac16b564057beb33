import type { ReadDb, WriteDb } from '../../db/database.ts'

/** A file of a watched folder as it was when its document was last queued to be read. */
export interface WatchedFile {
  readonly documentId: string
  readonly path: string
  readonly sizeBytes: number
  readonly modifiedMs: number
  /** Of what was read; null when it was not read yet. */
  readonly contentHash: string | null
}

export function listWatchedFiles(db: ReadDb, folderId: string): WatchedFile[] {
  return db
    .prepare<[string], WatchedFile>(`
      SELECT document_id AS documentId, path, watched_files.size_bytes AS sizeBytes, modified_ms AS modifiedMs,
        content_hash AS contentHash
      FROM watched_files JOIN documents ON documents.id = document_id WHERE folder_id = ? AND path IS NOT NULL
    `)
    .all(folderId)
}

/** Of documents that failed with one of these codes. */
export const unreadablePathsIn = (db: ReadDb, folderId: string, codes: readonly string[]): string[] =>
  db
    .prepare<[string, string], string>(`
      SELECT path FROM watched_files JOIN documents ON documents.id = document_id
      WHERE folder_id = ? AND path IS NOT NULL AND status = 'failed' AND fault ->> 'code' IN (SELECT value FROM json_each(?))`)
    .pluck()
    .all(folderId, JSON.stringify(codes))

export function putWatchedFile(
  tx: WriteDb,
  folderId: string,
  { documentId, sizeBytes, modifiedMs }: Pick<WatchedFile, 'documentId' | 'sizeBytes' | 'modifiedMs'>,
): void {
  tx.prepare(`
    INSERT INTO watched_files (document_id, folder_id, size_bytes, modified_ms) VALUES (?, ?, ?, ?)
    ON CONFLICT (document_id) DO UPDATE SET folder_id = excluded.folder_id, size_bytes = excluded.size_bytes,
      modified_ms = excluded.modified_ms
  `).run(documentId, folderId, sizeBytes, modifiedMs)
}

export const documentIdsIn = (db: ReadDb, folderId: string): string[] =>
  db.prepare<[string], string>('SELECT document_id FROM watched_files WHERE folder_id = ?').pluck().all(folderId)
