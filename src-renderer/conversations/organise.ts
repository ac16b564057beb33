import type { ConversationRow } from '../../src-shared/rows/conversation.ts'

/** Where chats are to lie; what is absent stays. */
export interface Organisation {
  readonly folder_id?: string | null
  readonly pinned?: boolean
  readonly archived?: boolean
  readonly in_trash?: boolean
}

export function organised(row: ConversationRow, { in_trash, ...change }: Organisation, now: number): ConversationRow {
  const deleted_at = in_trash === undefined ? row.deleted_at : in_trash ? now : null
  return { ...row, ...change, deleted_at }
}

export interface OrganiseStep {
  readonly ids: readonly string[]
  readonly change: Organisation
}

/** What brings these rows back to where they lay before the change: those that lay alike in one step. */
export function undoSteps(before: readonly ConversationRow[], change: Organisation): OrganiseStep[] {
  const alike = Map.groupBy(before, (row) => JSON.stringify(placeOf(row, change)))
  return [...alike.values()].flatMap((rows) => {
    const [first] = rows
    return first ? [{ ids: rows.map(({ id }) => id), change: placeOf(first, change) }] : []
  })
}

/** Where it lies, in those respects that the change touches. */
function placeOf(row: ConversationRow, change: Organisation): Organisation {
  return {
    ...('folder_id' in change ? { folder_id: row.folder_id } : {}),
    ...('pinned' in change ? { pinned: row.pinned } : {}),
    ...('archived' in change ? { archived: row.archived } : {}),
    ...('in_trash' in change ? { in_trash: row.deleted_at !== null } : {}),
  }
}

export const chunksOf = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))

/** Whether a row that is told is the one that is shown: then nothing is drawn again. */
export const isSameRow = (a: ConversationRow | undefined, b: ConversationRow): boolean =>
  a !== undefined && (a === b || JSON.stringify(a) === JSON.stringify(b))
