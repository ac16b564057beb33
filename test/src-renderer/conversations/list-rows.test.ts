import { expect, test } from 'vitest'
import { type ListedChats, listRows } from '../../../src-renderer/conversations/list-rows.ts'
import { conversationWith, newId } from '../../helpers/conversation-rows.ts'

const now = new Date(2026, 4, 20, 14, 5).getTime()
const at = (day: number, hour: number): number => new Date(2026, 4, day, hour).getTime()
const folderWith = (name: string, position: number) => ({ id: newId(), name, position, updated_at: 1 })

/** As the stores hand them over: rows that can be walked once. */
const lines = ({ rows = [], folders = [], ...listed }: Partial<ListedChats>) =>
  listRows({
    rows: [...rows].values(),
    folders: [...folders].values(),
    view: 'active',
    has: null,
    closedFolders: new Set(),
    now,
    ...listed,
  }).map((line) => {
    if (line.kind === 'group') return line.group
    if (line.kind === 'folder') return `${line.folder.name} (${line.count})`
    return `${line.isInFolder ? '  ' : ''}${line.row.title}`
  })

test('chats are grouped by the day they changed, newest first, pinned before all', () => {
  const rows = [
    conversationWith({ title: 'old', updated_at: at(1, 9) }),
    conversationWith({ title: 'week', updated_at: at(15, 9) }),
    conversationWith({ title: 'morning', updated_at: at(20, 0) }),
    conversationWith({ title: 'noon', updated_at: at(20, 12) }),
    conversationWith({ title: 'kept', updated_at: at(1, 9), pinned: true }),
  ]

  expect(lines({ rows })).toEqual(['pinned', 'kept', 'today', 'noon', 'morning', 'week', 'week', 'older', 'old'])
})

test('a chat stands in its folder or among the pinned, never twice; a closed folder hides its chats, an empty one stays', () => {
  const [work, home] = [folderWith('Work', 1), folderWith('Home', 0)]
  const rows = [
    conversationWith({ title: 'offer', folder_id: work.id, updated_at: now }),
    conversationWith({ title: 'pinned offer', folder_id: work.id, updated_at: now, pinned: true }),
    conversationWith({ title: 'loose', updated_at: now }),
  ]

  const open = lines({ rows, folders: [work, home] })
  const closed = lines({ rows, folders: [work, home], closedFolders: new Set([work.id]) })

  expect(open).toEqual(['pinned', 'pinned offer', 'folders', 'Home (0)', 'Work (1)', '  offer', 'today', 'loose'])
  expect(closed).toEqual(['pinned', 'pinned offer', 'folders', 'Home (0)', 'Work (1)', 'today', 'loose'])
})

test('a chat whose folder is not known yet is listed by its day, not hidden', () => {
  expect(lines({ rows: [conversationWith({ title: 'early', folder_id: newId(), updated_at: now })] })).toEqual(['today', 'early'])
})

test('archive and trash show their own chats only, the trash by when they came there', () => {
  const rows = [
    conversationWith({ title: 'away', archived: true }),
    conversationWith({ title: 'first gone', deleted_at: 5, updated_at: 9 }),
    conversationWith({ title: 'then gone', deleted_at: 6, updated_at: 1, archived: true }),
  ]

  expect(lines({ rows })).toEqual([])
  expect(lines({ rows, view: 'archived' })).toEqual(['away'])
  expect(lines({ rows, view: 'trash' })).toEqual(['then gone', 'first gone'])
})

test('a filter by tag shows a flat list, also of what lies in closed folders', () => {
  const work = folderWith('Work', 0)
  const rows = [
    conversationWith({ title: 'tagged', folder_id: work.id, updated_at: 2 }),
    conversationWith({ title: 'not tagged', updated_at: 3 }),
  ]
  const has = (id: string): boolean => id === rows[0]?.id

  expect(lines({ rows, folders: [work], closedFolders: new Set([work.id]), has })).toEqual(['tagged'])
})
