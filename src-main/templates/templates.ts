import { templateError } from '../../src-shared/desktop/templates.ts'
import { type TemplateRow, templateRow } from '../../src-shared/rows/template.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'
import { journal } from '../db/journal.ts'

const columns = 'id, name, text, created_at, updated_at'

export const listTemplates = (db: ReadDb): TemplateRow[] =>
  db.prepare(`SELECT ${columns} FROM templates ORDER BY name`).all().map(parse)

export function findTemplate(db: ReadDb, id: string): TemplateRow | undefined {
  const row = db.prepare(`SELECT ${columns} FROM templates WHERE id = ?`).get(id)
  return row === undefined ? undefined : parse(row)
}

/** Errors: `nameTaken`, in any case of letters. */
export function putTemplate(tx: WriteDb, template: TemplateRow): TemplateRow {
  const taken = tx.prepare('SELECT 1 FROM templates WHERE name = @name AND id <> @id').get(template)
  if (taken !== undefined) throw new AppError(templateError.nameTaken, { name: template.name })
  tx.prepare(`
    INSERT INTO templates (${columns}) VALUES (@id, @name, @text, @created_at, @updated_at)
    ON CONFLICT (id) DO UPDATE SET name = @name, text = @text, updated_at = @updated_at
  `).run(template)
  const { id, name, text, updated_at: at } = template
  journal(tx, { op: 'put', kind: 'template', id, at, args: { name, text } })
  tx.tell({ table: 'templates', id, row: template })
  return template
}

/** Errors: `unknown`. */
export function removeTemplate(tx: WriteDb, id: string, at: number): void {
  if (!findTemplate(tx, id)) throw new AppError(templateError.unknown, { id })
  tx.prepare('DELETE FROM templates WHERE id = ?').run(id)
  journal(tx, { op: 'remove', kind: 'template', id, at, args: {} })
  tx.tell({ table: 'templates', id, row: null })
}

const parse = (row: unknown): TemplateRow => templateRow.parse(row)
