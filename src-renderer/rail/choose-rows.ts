import type { ListRow } from '../conversations/list-rows.ts'

/** The ids of the chats from one line to the other, both included, in the order of the list. */
export function chatsBetween(rows: readonly ListRow[], from: string | null, to: string): string[] {
  const [a, b] = [rows.findIndex(({ key }) => key === from), rows.findIndex(({ key }) => key === to)]
  if (a === -1 || b === -1) return [to]
  return rows.slice(Math.min(a, b), Math.max(a, b) + 1).flatMap(({ kind, key }) => (kind === 'chat' ? [key] : []))
}

export function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return chosen.has(id) ? new Set([...chosen].filter((each) => each !== id)) : new Set([...chosen, id])
}

/** What is done on a line is done to all chosen when it is one of them. */
export const chatsOf = (chosen: ReadonlySet<string>, id: string): readonly string[] => (chosen.has(id) ? [...chosen] : [id])

/** The line `by` steps away that can be stood on; the headings are passed over, the ends hold. */
export function stepFrom(rows: readonly ListRow[], current: string | null, by: number): ListRow | undefined {
  const lines = rows.filter(({ kind }) => kind !== 'group')
  const at = lines.findIndex(({ key }) => key === current)
  if (at === -1) return by > 0 ? lines[0] : lines.at(-1)
  return lines[Math.max(0, Math.min(lines.length - 1, at + by))]
}
