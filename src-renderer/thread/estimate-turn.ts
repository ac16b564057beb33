import type { MessageRow } from '../../src-shared/rows/message.ts'

const betweenPx = 26
const linePx = 25
const question = { charactersPerLine: 66, aroundPx: 46 }
const answer = { charactersPerLine: 88, aroundPx: 66, sourcesPx: 90 }

/** About how high a message is drawn, before it was: near enough that a first look at older ones hardly moves them. */
export function estimateTurnPx(row: MessageRow | undefined): number {
  if (row?.role !== 'assistant') return question.aroundPx + betweenPx + linesOf(row?.text ?? '', question) * linePx
  const sources = row.sources.length > 0 ? answer.sourcesPx : 0
  return answer.aroundPx + betweenPx + sources + linesOf(row.text, answer) * linePx
}

const linesOf = (text: string, { charactersPerLine }: { readonly charactersPerLine: number }): number =>
  Math.max(1, Math.ceil(text.length / charactersPerLine) + newlines(text) / 2)

function newlines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}
