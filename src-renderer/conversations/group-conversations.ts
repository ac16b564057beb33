import type { ConversationRow } from '../../src-shared/rows/conversation.ts'

export interface ConversationGroup {
  readonly name: string
  readonly rows: readonly ConversationRow[]
}

const dayMs = 86_400_000

/** As the rail lists them: pinned first, then by the day they last changed, newest first. Empty groups are left out. */
export function groupConversations(rows: Iterable<ConversationRow>, now: number): readonly ConversationGroup[] {
  const shown = [...rows].filter(({ deleted_at, archived }) => deleted_at === null && !archived)
  const sorted = shown.toSorted((a, b) => b.updated_at - a.updated_at || (a.id < b.id ? 1 : -1))
  const today = new Date(now).setHours(0, 0, 0, 0)
  const groups = Map.groupBy(sorted, (row) => groupOf(row, today))
  return ['Pinned', 'Today', 'Previous 7 days', 'Older'].flatMap((name) => {
    const rows = groups.get(name)
    return rows ? [{ name, rows }] : []
  })
}

function groupOf({ pinned, updated_at }: ConversationRow, today: number): string {
  if (pinned) return 'Pinned'
  if (updated_at >= today) return 'Today'
  return updated_at >= today - 7 * dayMs ? 'Previous 7 days' : 'Older'
}
