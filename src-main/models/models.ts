import { modelError } from '../../src-shared/desktop/models.ts'
import { type ModelRow, modelRow } from '../../src-shared/rows/model.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'

const columns = 'id, role, name, path, size_bytes, received_bytes, sha256, status, fault, created_at, updated_at'

export function listModels(db: ReadDb): ModelRow[] {
  return db.prepare(`SELECT ${columns} FROM models ORDER BY created_at, id`).all().map(parse)
}

export function findModel(db: ReadDb, id: string): ModelRow | undefined {
  const row = db.prepare(`SELECT ${columns} FROM models WHERE id = ?`).get(id)
  return row === undefined ? undefined : parse(row)
}

/** Throws `models.unknown`. */
export function knownModel(db: ReadDb, id: string): ModelRow {
  const row = findModel(db, id)
  if (!row) throw new AppError(modelError.unknown, { id })
  return row
}

/** Inserts the row, or replaces it if its id is known. Models are of this machine: nothing is journalled. */
export function putModel(tx: WriteDb, row: ModelRow): ModelRow {
  tx.prepare(`
    INSERT INTO models (${columns})
    VALUES (@id, @role, @name, @path, @size_bytes, @received_bytes, @sha256, @status, @fault, @created_at, @updated_at)
    ON CONFLICT (id) DO UPDATE SET role = @role, name = @name, path = @path, size_bytes = @size_bytes,
      received_bytes = @received_bytes, sha256 = @sha256, status = @status, fault = @fault, updated_at = @updated_at
  `).run({ ...row, fault: row.fault === null ? null : JSON.stringify(row.fault) })
  tx.tell({ table: 'models', id: row.id, row })
  return row
}

export function removeModel(tx: WriteDb, id: string): void {
  tx.prepare('DELETE FROM models WHERE id = ?').run(id)
  tx.tell({ table: 'models', id, row: null })
}

const parse = (row: unknown): ModelRow => modelRow.parse(row)
