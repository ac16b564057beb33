import { expect, test } from 'vitest'
import { listRows } from '../../../src-renderer/conversations/list-rows.ts'
import { chatsBetween, chatsOf, stepFrom } from '../../../src-renderer/rail/choose-rows.ts'
import { conversationWith, newId } from '../../helpers/conversation-rows.ts'

const now = Date.now()
const folder = { id: newId(), name: 'Work', position: 0, updated_at: 1 }
const [pinned, inside, today] = [
  conversationWith({ pinned: true, updated_at: now }),
  conversationWith({ folder_id: folder.id, updated_at: now }),
  conversationWith({ updated_at: now }),
]
const rows = listRows({
  rows: [pinned, inside, today],
  folders: [folder],
  view: 'active',
  has: null,
  closedFolders: new Set(),
  now,
})

test('a range holds the chats between, in either direction, without headings and folders', () => {
  const all = [pinned.id, inside.id, today.id]

  expect(chatsBetween(rows, pinned.id, today.id)).toEqual(all)
  expect(chatsBetween(rows, today.id, pinned.id)).toEqual(all)
})

test('a range from a line that is gone is the line alone', () => {
  expect(chatsBetween(rows, newId(), today.id)).toEqual([today.id])
})

test('arrows pass over headings, stand on folders, and hold at the ends', () => {
  expect(stepFrom(rows, pinned.id, 1)?.key).toBe(folder.id)
  expect(stepFrom(rows, pinned.id, -1)?.key).toBe(pinned.id)
  expect(stepFrom(rows, today.id, 1)?.key).toBe(today.id)
  expect(stepFrom(rows, pinned.id, Number.POSITIVE_INFINITY)?.key).toBe(today.id)
})

test('what is done on one of the chosen is done to all, on another line to that alone', () => {
  expect(chatsOf(new Set(['a', 'b']), 'a')).toEqual(['a', 'b'])
  expect(chatsOf(new Set(['a', 'b']), 'c')).toEqual(['c'])
})
