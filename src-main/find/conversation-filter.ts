import type { FindFilters } from '../../src-shared/desktop/find.ts'

const views = {
  any: 'conversations.deleted_at IS NULL',
  active: 'conversations.deleted_at IS NULL AND conversations.archived = 0',
  archived: 'conversations.deleted_at IS NULL AND conversations.archived = 1',
  trash: 'conversations.deleted_at IS NOT NULL',
} as const

/** The condition on `conversations` of these filters, with `@folder_id` and `@tag_id` in it. */
export function conversationCondition({ view, folder_id, tag_id }: FindFilters): string {
  const parts = [
    views[view ?? 'any'],
    folder_id === undefined ? '' : 'conversations.folder_id = @folder_id',
    tag_id === undefined
      ? ''
      : 'EXISTS (SELECT 1 FROM conversation_tags WHERE conversation_id = conversations.id AND tag_id = @tag_id)',
  ]
  return parts.filter((part) => part !== '').join(' AND ')
}

/** The condition that a time is within the filters', with `@from` and `@to` in it. */
export const timeCondition = (column: string, { from, to }: FindFilters): string =>
  [from === undefined ? '' : `AND ${column} >= @from`, to === undefined ? '' : `AND ${column} < @to`].join(' ')
