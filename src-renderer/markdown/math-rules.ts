import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it'

const longestFormula = 5000

/**
 * Formulas as models write them: $…$, $$…$$, \(…\) and \[…\]. A dollar opens a formula only before something that is no
 * space, and closes it only after such and before no digit: "$5 and $6" stays an amount.
 */
export function addMath(parser: MarkdownIt): void {
  parser.inline.ruler.before('escape', 'math_inline', inlineMath)
  parser.block.ruler.before('fence', 'math_block', blockMath, { alt: ['paragraph', 'blockquote', 'list'] })
}

const pairs = [
  { open: '$$', close: '$$', isBlock: true },
  { open: '$', close: '$', isBlock: false },
  { open: '\\(', close: '\\)', isBlock: false },
  { open: '\\[', close: '\\]', isBlock: true },
] as const

function inlineMath(state: StateInline, isSilent: boolean): boolean {
  const { src, pos, posMax } = state
  const pair = pairs.find(({ open }) => src.startsWith(open, pos))
  if (!pair) return false
  const start = pos + pair.open.length
  const end = src.slice(0, Math.min(posMax, start + longestFormula)).indexOf(pair.close, start)
  if (end <= start) return false
  const tex = src.slice(start, end)
  const after = src.slice(end + pair.close.length, end + pair.close.length + 1)
  if (tex.includes('\n\n') || (pair.open === '$' && !isDollarFormula(tex, after))) return false
  if (!isSilent) {
    const token = state.push(pair.isBlock ? 'math_block' : 'math_inline', '', 0)
    token.content = tex
  }
  state.pos = end + pair.close.length
  return true
}

const isDollarFormula = (tex: string, after: string): boolean => !/^\s|\s$|\\$/.test(tex) && !/\d/.test(after)

function blockMath(state: StateBlock, ...[startLine, endLine, isSilent]: [number, number, boolean]): boolean {
  const first = lineAt(state, startLine).trim()
  const pair = pairs.find(({ open, isBlock }) => isBlock && first.startsWith(open))
  if (!pair || (first.length > pair.open.length && first.endsWith(pair.close) === false)) return false
  const isOneLine = first.length > pair.open.length + pair.close.length && first.endsWith(pair.close)
  const lastLine = isOneLine ? startLine : closingLine(state, { from: startLine + 1, to: endLine, close: pair.close })
  if (lastLine === undefined) return false
  if (isSilent) return true
  const token = state.push('math_block', '', 0)
  token.content = isOneLine
    ? first.slice(pair.open.length, -pair.close.length)
    : state.getLines(startLine + 1, lastLine, state.blkIndent, false)
  token.map = [startLine, lastLine + 1]
  state.line = lastLine + 1
  return true
}

interface Lines {
  readonly from: number
  readonly to: number
  readonly close: string
}

function closingLine(state: StateBlock, { from, to, close }: Lines): number | undefined {
  for (let line = from; line < to; line += 1) if (lineAt(state, line).trim() === close) return line
  return undefined
}

const lineAt = (state: StateBlock, line: number): string =>
  state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line])
