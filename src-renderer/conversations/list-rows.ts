import type { ConversationRow, FolderRow } from '../../src-shared/rows/conversation.ts'
import type { ConversationView } from './conversation-store.ts'
import { inOrder } from './folder-store.ts'

export type ChatGroup = 'pinned' | 'folders' | 'today' | 'week' | 'older'

/** A line of the list. `key` is the id of the chat or the folder; two chats never have the same line. */
export type ListRow =
  | { readonly kind: 'group'; readonly key: string; readonly group: ChatGroup }
  | {
      readonly kind: 'folder'
      readonly key: string
      readonly folder: FolderRow
      readonly count: number
      readonly isOpen: boolean
    }
  | { readonly kind: 'chat'; readonly key: string; readonly row: ConversationRow; readonly isInFolder: boolean }

export interface ListedChats {
  readonly rows: Iterable<ConversationRow>
  readonly folders: Iterable<FolderRow>
  readonly view: ConversationView
  /** Only chats that have it; null shows all. */
  readonly has: ((conversationId: string) => boolean) | null
  readonly closedFolders: ReadonlySet<string>
  readonly now: number
}

/** The lines of the list: pinned first, then folders, then by the day they last changed. The archive and the trash are flat. */
export function listRows({ rows, folders, view, has, closedFolders, now }: ListedChats): readonly ListRow[] {
  const shown = [...rows].filter((row) => viewOf(row) === view && (has === null || has(row.id)))
  if (view !== 'active' || has !== null) return shown.sort(newestFirst).map((row) => chatRow(row))
  const ordered = inOrder(folders)
  const groups = Map.groupBy(shown.sort(newestFirst), groupOf(new Set(ordered.map(({ id }) => id)), now))
  const inFolders = ordered.flatMap((folder) => folderRows(folder, groups.get(folder.id) ?? [], closedFolders))
  const grouped = (group: ChatGroup, lines: readonly ListRow[]): readonly ListRow[] =>
    lines.length === 0 ? [] : [{ kind: 'group', key: group, group }, ...lines]
  const chats = (group: ChatGroup): readonly ListRow[] =>
    grouped(
      group,
      (groups.get(group) ?? []).map((row) => chatRow(row)),
    )
  return [...chats('pinned'), ...grouped('folders', inFolders), ...chats('today'), ...chats('week'), ...chats('older')]
}

export function viewOf({ deleted_at, archived }: ConversationRow): ConversationView {
  if (deleted_at !== null) return 'trash'
  return archived ? 'archived' : 'active'
}

function folderRows(folder: FolderRow, members: readonly ConversationRow[], closed: ReadonlySet<string>): readonly ListRow[] {
  const isOpen = !closed.has(folder.id)
  const line: ListRow = { kind: 'folder', key: folder.id, folder, count: members.length, isOpen }
  return [line, ...(isOpen ? members.map((row) => chatRow(row, true)) : [])]
}

const chatRow = (row: ConversationRow, isInFolder = false): ListRow => ({ kind: 'chat', key: row.id, row, isInFolder })

const newestFirst = (a: ConversationRow, b: ConversationRow): number =>
  (b.deleted_at ?? b.updated_at) - (a.deleted_at ?? a.updated_at) || (a.id < b.id ? 1 : -1)

/** The group or the id of the folder a chat is listed in. A folder that is not known yet does not hide its chats. */
function groupOf(folderIds: ReadonlySet<string>, now: number): (row: ConversationRow) => string {
  const today = new Date(now).setHours(0, 0, 0, 0)
  const weekAgo = new Date(today)
  // By the calendar: a day is not always 24 hours.
  weekAgo.setDate(weekAgo.getDate() - 7)
  return ({ pinned, folder_id, updated_at }) => {
    if (pinned) return 'pinned'
    if (folder_id !== null && folderIds.has(folder_id)) return folder_id
    if (updated_at >= today) return 'today'
    return updated_at >= weekAgo.getTime() ? 'week' : 'older'
  }
}
