import { createHash } from 'node:crypto'
import type { ParsedDocument } from '../../src-shared/engine/parser.ts'
import { type Passage, packUnits } from '../../src-shared/retrieval/chunk-text.ts'
import { embeddingText } from '../../src-shared/retrieval/embedding-text.ts'
import { splitUnits, type TextUnit } from '../../src-shared/retrieval/split-units.ts'
import type { PassageRow } from '../../src-shared/rows/knowledge.ts'

export interface PassageSource {
  readonly documentId: string
  readonly title: string
  readonly parsed: ParsedDocument
}

export interface PassageOptions {
  /** By the embedder's own tokenizer. */
  readonly count: (texts: readonly string[]) => Promise<readonly number[]>
  /** What the embedder looks at of a text; passages stay below it. */
  readonly maxTokens: number
}

/** A document as the passages that are embedded and found, in order. */
export async function makePassages(source: PassageSource, { count, maxTokens }: PassageOptions): Promise<PassageRow[]> {
  const units = splitUnits(source.parsed)
  const tokenCounts = await countUnits(source.parsed.text, units, count)
  const sizes = units.map(({ start, end }, at) => sizeOf(tokenCounts[at] ?? 0, end - start))
  const passageTokens = Math.max(leastTokens, Math.min(mostTokens, maxTokens - headTokens))
  const passages = packUnits(units, sizes, { maxTokens: passageTokens, overlapTokens: Math.floor(passageTokens / 8) })
  return toRows(source, passages)
}

/**
 * Small: the nearer a passage is to one statement, the nearer its vector is to a question about it. What is handed on has its
 * surroundings (`search/surround-passage.ts`). Of 64, 96, 128 and 192 tokens 64 found most (`docs/retrieval.md`).
 */
const mostTokens = 64
const leastTokens = 32

/** Characters of an English token where tokens are short: English text is cut by its tokens. */
const charactersPerToken = 3.4

/**
 * A tokenizer that has learned English cuts other languages into twice as many pieces. A passage of theirs should still hold
 * as much as an English one, so pieces count up to half of what they are where they are short.
 */
const sizeOf = (tokens: number, characters: number): number =>
  Math.min(tokens, Math.ceil(Math.max(characters / charactersPerToken, tokens / 2)))
/** Left free for the title, the headings and the special tokens that are embedded with the passage. */
const headTokens = 64

/** Units per question to the tokenizer: few enough that it hears an abort soon. */
const unitsPerCount = 1000

async function countUnits(text: string, units: readonly TextUnit[], count: PassageOptions['count']): Promise<number[]> {
  const counts: number[] = []
  for (let from = 0; from < units.length; from += unitsPerCount) {
    const texts = units.slice(from, from + unitsPerCount).map(({ start, end }) => text.slice(start, end))
    counts.push(...(await count(texts)))
  }
  return counts
}

function toRows({ documentId, title, parsed }: PassageSource, passages: readonly Passage[]): PassageRow[] {
  const timesSeen = new Map<string, number>()
  return passages.map(({ start, end, page, headingPath, tokens }, position) => {
    const text = parsed.text.slice(start, end)
    const heading = [...headingPath]
    const embedded = embeddingText({ title, heading, text })
    const nth = timesSeen.get(embedded) ?? 0
    timesSeen.set(embedded, nth + 1)
    return {
      id: passageId([documentId, String(nth), embedded]),
      document_id: documentId,
      position,
      start,
      end,
      page,
      heading,
      tokens,
      text,
    }
  })
}

/** The same for the same words below the same headings of the same document, wherever they moved: their vector stays. */
const passageId = (parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
