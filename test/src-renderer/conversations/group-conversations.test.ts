import { expect, test } from 'vitest'
import { groupConversations } from '../../../src-renderer/conversations/group-conversations.ts'
import { conversationWith } from '../../helpers/conversation-rows.ts'

const now = new Date(2026, 4, 20, 14, 5).getTime()
const at = (day: number, hour: number): number => new Date(2026, 4, day, hour).getTime()

const named = (rows: Parameters<typeof groupConversations>[0]) =>
  groupConversations(rows, now).map(({ name, rows: members }) => [name, members.map(({ title }) => title)])

test('chats are grouped by the day they changed, newest first, pinned before all', () => {
  const rows = [
    conversationWith({ title: 'old', updated_at: at(1, 9) }),
    conversationWith({ title: 'week', updated_at: at(15, 9) }),
    conversationWith({ title: 'morning', updated_at: at(20, 0) }),
    conversationWith({ title: 'noon', updated_at: at(20, 12) }),
    conversationWith({ title: 'kept', updated_at: at(1, 9), pinned: true }),
  ]

  expect(named(rows)).toEqual([
    ['Pinned', ['kept']],
    ['Today', ['noon', 'morning']],
    ['Previous 7 days', ['week']],
    ['Older', ['old']],
  ])
})

test('what lies in the trash or the archive is not listed', () => {
  expect(named([conversationWith({ deleted_at: 1 }), conversationWith({ archived: true })])).toEqual([])
})
