import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { commandLines } from './palette-commands.ts'
import { type PaletteGroup, type PaletteLine, paletteGroups, suggestedLine } from './palette-lines.ts'

const recentChats = 6

export interface PaletteLines {
  readonly groups: readonly PaletteGroup[]
  readonly lines: readonly PaletteLine[]
  /** What Enter opens. */
  readonly current: PaletteLine | undefined
  /** Commands that have the words, those that are not shown included. */
  readonly commands: number
}

/** What the palette shows now. */
export function usePaletteLines(): PaletteLines {
  const page = usePage()
  const names = useWords('commands')
  const made = useWords('palette')
  const { query, tab, answer, chosenId } = useStore(page.palette)
  const rows = useStore(page.conversations, (state) => state.rows)
  const commands = useMemo(() => commandLines({ page, query, names, made }), [page, query, names, made])
  const recent = useMemo(() => newest(rows.values()), [rows])
  const isAsked = query.trim() !== ''
  const groups = useMemo(
    () => paletteGroups({ tab, commands, answer: isAsked ? (answer ?? emptyAnswer) : null, recent }),
    [tab, commands, isAsked, answer, recent],
  )
  const lines = groups.flatMap((group) => group.lines)
  const current = lines.find(({ id }) => id === chosenId) ?? suggestedLine(groups, query)
  return { groups, lines, current, commands: commands.length }
}

const none = { items: [], total: 0, is_capped: false }
const emptyAnswer = { conversations: none, messages: none, documents: none }

const newest = (rows: Iterable<ConversationRow>): ConversationRow[] =>
  [...rows]
    .filter(({ deleted_at, archived }) => deleted_at === null && !archived)
    .toSorted((a, b) => b.updated_at - a.updated_at)
    .slice(0, recentChats)
