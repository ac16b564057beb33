import type { DraftRow } from '../../src-shared/rows/conversation.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'

export const draftText = (db: ReadDb, id: string): string =>
  db.prepare<[string], string>('SELECT text FROM drafts WHERE id = ?').pluck().get(id) ?? ''

/** Drafts stay on this device, so they are not journalled. An empty one is none; newer words stay. Returns what is kept. */
export function putDraft(tx: WriteDb, draft: DraftRow): string {
  const newer = tx.prepare<[string, number], string>('SELECT text FROM drafts WHERE id = ? AND updated_at > ?').pluck()
  const kept = newer.get(draft.id, draft.updated_at)
  if (kept !== undefined) return kept
  if (draft.text === '') {
    tx.prepare('DELETE FROM drafts WHERE id = ?').run(draft.id)
    tx.tell({ table: 'drafts', id: draft.id, row: null })
    return ''
  }
  tx.prepare(`
    INSERT INTO drafts (id, text, updated_at) VALUES (@id, @text, @updated_at)
    ON CONFLICT (id) DO UPDATE SET text = @text, updated_at = @updated_at
  `).run(draft)
  tx.tell({ table: 'drafts', id: draft.id, row: draft })
  return draft.text
}
