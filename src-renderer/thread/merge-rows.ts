import type { MessageRow } from '../../src-shared/rows/message.ts'

/**
 * A stored row of an answer that is being written may be behind what was streamed here: then its words are not taken back.
 * A row that is no longer `writing` is the truth.
 */
export function mergeRow(shown: MessageRow | undefined, stored: MessageRow): MessageRow {
  if (shown?.status !== 'writing' || stored.status !== 'writing') return stored
  const isBehind = shown.text.length > stored.text.length
  const text = isBehind ? shown.text : stored.text
  const thought = longer(shown.thought, stored.thought)
  const sources = stored.sources.length > 0 ? stored.sources : shown.sources
  return { ...stored, text, thought, sources, search: stored.search ?? shown.search }
}

const longer = (a: string | null, b: string | null): string | null => ((a?.length ?? -1) > (b?.length ?? -1) ? a : b)

/** Shows `row` below its parent: what stood there belongs to another branch. */
export function placeRow(items: readonly MessageRow[], row: MessageRow): readonly MessageRow[] {
  if (items.some(({ id }) => id === row.id)) return replaceRow(items, row)
  const parent = items.findIndex(({ id }) => id === row.parent_id)
  return [...items.slice(0, parent + 1), row]
}

export const replaceRow = (items: readonly MessageRow[], row: MessageRow): readonly MessageRow[] =>
  items.map((item) => (item.id === row.id ? mergeRow(item, row) : item))
