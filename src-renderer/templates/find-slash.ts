export interface Slash {
  /** Of the slash; the word to filter by ends at the caret. */
  readonly start: number
  readonly query: string
}

const longest = 40

/** The slash that was typed before the caret, at the beginning or behind a space; a path or a fraction is none. */
export function findSlash(text: string, caret: number): Slash | undefined {
  const before = text.slice(Math.max(0, caret - longest), caret)
  const match = /(?:^|\s)\/([^\s/][^/\n]*)?$/.exec(before)
  if (!match) return undefined
  const query = match[1] ?? ''
  const start = caret - query.length - 1
  return start === 0 || /\s/.test(text[start - 1] ?? '') ? { start, query } : undefined
}
