import type { DraftRow } from '../../src-shared/rows/conversation.ts'
import type { MessageRow } from '../../src-shared/rows/message.ts'
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

/**
 * The draft that this question was goes with its commit: a page that is gone by then would show the same words as asked and as
 * not yet asked. Other words, typed since or elsewhere, stay.
 */
export function forgetAsked(tx: WriteDb, { conversation_id, parent_id, text }: MessageRow, isNew: boolean): void {
  const drafts = tx
    .prepare<unknown[], DraftRow>(`
      SELECT * FROM drafts WHERE id = @owner OR id IN (
        SELECT id FROM messages WHERE conversation_id = @conversation_id AND parent_id IS @parent_id AND role = 'user')
    `)
    .all({ owner: isNew ? 'new' : conversation_id, conversation_id, parent_id })
  for (const draft of drafts) if (draft.text.trim() === text.trim()) putDraft(tx, { ...draft, text: '' })
}

/** Versions of questions of this chat that are being written, by the question. */
export const draftsOfQuestions = (db: ReadDb, conversationId: string): Record<string, string> =>
  Object.fromEntries(
    db
      .prepare<[string], DraftRow>('SELECT drafts.* FROM drafts JOIN messages USING (id) WHERE conversation_id = ?')
      .all(conversationId)
      .map(({ id, text }) => [id, text]),
  )
