import type { Token } from 'markdown-it'
import { markdownParser } from './markdown-parser.ts'

/** A paragraph, list, table, code block… at the top level, parsed. */
export interface Block {
  readonly source: string
  readonly tokens: readonly Token[]
}

export interface Split {
  readonly text: string
  readonly blocks: readonly Block[]
}

export const emptySplit: Split = { text: '', blocks: [] }

/**
 * Parses `text` into its blocks. While an answer grows, every block but the last is finished: those are taken over as they
 * are, so that they are neither parsed nor drawn again. A link definition therefore holds within its block only.
 */
export function splitBlocks(before: Split, text: string): Split {
  if (text === before.text) return before
  const isGrown = before.blocks.length > 0 && text.startsWith(before.text)
  const finished = isGrown ? finishedBlocks(before.blocks) : []
  const start = finished.reduce((length, { source }) => length + source.length, 0)
  const [next, ...rest] = parseBlocks(text.slice(start))
  const known = before.blocks[finished.length]
  // What was parsed again and is the same stays the same object, so that it is not drawn again.
  const first = known && next?.source === known.source && rest.length > 0 && isGrown ? known : next
  return { text, blocks: [...finished, ...(first ? [first] : []), ...rest] }
}

/**
 * The last block may yet turn out to belong to the one before while its first line is written ("---" is a rule, "---x" goes
 * on with a list) or its second ("|---|" makes a table of the line above it, "|---|x" words of a paragraph).
 */
function finishedBlocks(blocks: readonly Block[]): readonly Block[] {
  const hasTwoWholeLines = /(?:\r\n|\r(?!\n)|\n)[^\r\n]*[\r\n]/.test(blocks.at(-1)?.source ?? '')
  return blocks.slice(0, hasTwoWholeLines ? -1 : -2)
}

function parseBlocks(text: string): readonly Block[] {
  const groups = topLevel(markdownParser.parse(text, {}))
  const offsets = lineOffsets(text)
  return groups.map((tokens, index) => {
    const start = index === 0 ? 0 : (offsets[startLine(tokens)] ?? text.length)
    const next = groups[index + 1]
    const end = next ? (offsets[startLine(next)] ?? text.length) : text.length
    return { source: text.slice(start, end), tokens }
  })
}

const startLine = ([first]: readonly Token[]): number => first?.map?.[0] ?? 0

function topLevel(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const groups: Token[][] = []
  let depth = 0
  for (const token of tokens) {
    const group = depth === 0 ? [] : (groups.at(-1) ?? [])
    if (depth === 0) groups.push(group)
    group.push(token)
    depth += token.nesting
  }
  return groups
}

/** Where each line begins, as the parser counts lines: it reads CRLF and CR as LF. */
function lineOffsets(text: string): readonly number[] {
  return [0, ...text.matchAll(/\r\n|\r|\n/g).map(({ index, 0: end }) => index + end.length)]
}
