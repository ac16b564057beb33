export type Piece = { readonly text: string } | { readonly citation: number }

const mostCitations = 200

/** Cuts a text at its citations, [1] or [1, 3]. Only numbers of sources that exist are citations, and only so many. */
export function findCitations(text: string, sources: number): readonly Piece[] {
  if (sources === 0 || !text.includes('[')) return [{ text }]
  const pieces: Piece[] = []
  let end = 0
  for (const { index, 0: whole, 1: list = '' } of text.matchAll(/\[(\d{1,3}(?:\s?,\s?\d{1,3})*)\]/g)) {
    const numbers = list.split(',').map(Number)
    if (pieces.length > 2 * mostCitations) break
    if (numbers.some((number) => number < 1 || number > sources)) continue
    if (index > end) pieces.push({ text: text.slice(end, index) })
    pieces.push(...numbers.map((citation) => ({ citation })))
    end = index + whole.length
  }
  if (end < text.length) pieces.push({ text: text.slice(end) })
  return pieces
}
