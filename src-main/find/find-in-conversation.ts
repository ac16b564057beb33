import type { ConversationMatches } from '../../src-shared/desktop/find.ts'
import { countText } from '../../src-shared/find/count-text.ts'
import { plainText } from '../../src-shared/find/plain-text.ts'
import type { ReadDb } from '../db/database.ts'

interface Climbed {
  readonly id: string
  readonly parent_id: string | null
  readonly text: string
  readonly deleted_at: number | null
}

const readAtOnce = 200
const mostMatches = 10_000

export interface TextSearch {
  readonly conversationId: string
  readonly text: string
  readonly pause: () => Promise<void>
}

/** The messages of the shown branch that have the text, from its end up to its root. */
export async function findInConversation(db: ReadDb, { conversationId, text, pause }: TextSearch): Promise<ConversationMatches> {
  const items: { message_id: string; matches: number }[] = []
  let total = 0
  const climb = db.prepare<[object], Climbed>(climbSql)
  let from = db.prepare<[string], string | null>(leafSql).pluck().get(conversationId) ?? null
  while (from !== null && total < mostMatches && text.trim() !== '') {
    const rows: Climbed[] = climb.all({ from, limit: readAtOnce })
    for (const row of rows) {
      const matches = row.deleted_at === null ? countText(plainText(row.text), text) : 0
      if (matches > 0) items.push({ message_id: row.id, matches })
      total += matches
    }
    from = rows.at(-1)?.parent_id ?? null
    await pause()
  }
  return { items: items.reverse(), total, is_capped: total >= mostMatches }
}

const leafSql = `
  SELECT coalesce(selected_leaf_id,
    (SELECT messages.id FROM messages WHERE conversation_id = conversations.id AND deleted_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 1))
  FROM conversations WHERE id = ?`

const climbSql = `
  WITH RECURSIVE branch (id, parent_id, depth) AS (
    SELECT id, parent_id, 1 FROM messages WHERE id = @from
    UNION ALL
    SELECT above.id, above.parent_id, depth + 1 FROM branch JOIN messages AS above ON above.id = branch.parent_id WHERE depth < @limit
  )
  SELECT messages.id, messages.parent_id, text, deleted_at FROM branch JOIN messages ON messages.id = branch.id ORDER BY depth`
