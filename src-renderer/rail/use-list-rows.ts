import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { ConversationRow, FolderRow } from '../../src-shared/rows/conversation.ts'
import { type ListRow, listRows } from '../conversations/list-rows.ts'
import type { TagState } from '../conversations/tag-store.ts'
import type { Page } from '../create-page.ts'
import { usePage } from '../use-page.ts'
import type { RailFacts } from './rail-store.ts'

/** The lines of the list as it is filtered now. */
export function useListRows(): readonly ListRow[] {
  const page = usePage()
  const rows = useStore(page.conversations, (state) => state.rows)
  const folders = useStore(page.folders, (state) => state.rows)
  const tags = useStore(page.tags)
  const view = useStore(page.rail, (state) => state.view)
  const tagId = useStore(page.rail, (state) => state.tagId)
  const closedFolders = useStore(page.rail, (state) => state.closedFolders)
  const now = useDay()
  return useMemo(
    () => linesOf({ rows, folders, tags, view, tagId, closedFolders, now }),
    [rows, folders, tags, view, tagId, closedFolders, now],
  )
}

/** The same for what happens later, as a click. */
export function readListRows({ conversations, folders, tags, rail }: Page): readonly ListRow[] {
  const { rows } = conversations.getState()
  return linesOf({ ...rail.getState(), tags: tags.getState(), rows, folders: folders.getState().rows, now: Date.now() })
}

interface Listed extends Pick<RailFacts, 'view' | 'tagId' | 'closedFolders'> {
  readonly tags: TagState
  readonly rows: ReadonlyMap<string, ConversationRow>
  readonly folders: ReadonlyMap<string, FolderRow>
  readonly now: number
}

function linesOf({ rows, folders, tags, view, tagId, closedFolders, now }: Listed): readonly ListRow[] {
  // A tag that is done away with elsewhere hides nothing.
  const has =
    tagId === null || !tags.rows.has(tagId) ? null : (id: string): boolean => tags.tagged.get(id)?.includes(tagId) ?? false
  return listRows({ rows: rows.values(), folders: folders.values(), view, has, closedFolders, now })
}

/** Some moment of today; another one when midnight has passed, so that "Today" does not stay yesterday's. */
function useDay(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const untilMidnightMs = new Date(now).setHours(24, 0, 1, 0) - Date.now()
    const timer = setTimeout(() => setNow(Date.now()), Math.max(1000, untilMidnightMs))
    return () => clearTimeout(timer)
  }, [now])
  return now
}
