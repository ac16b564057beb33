import { setImmediate as nextTurn } from 'node:timers/promises'
import { packUnits } from '../../src-shared/retrieval/chunk-text.ts'
import { splitUnits } from '../../src-shared/retrieval/split-units.ts'
import type { Embedder } from '../engines/embedder.ts'

/** Whoever asks for something else waits no longer than one piece is being cut. */
const pieceCharacters = 100_000
/** Units per question to the tokenizer. */
const unitsPerCount = 1000
const mostTokens = 256
/** Left free for what a model puts around a text. */
const headTokens = 16

/** The passages of a text, in order, each small enough for the embedder to see all of it. */
export async function makePassages(embedder: Embedder, text: string, signal: AbortSignal): Promise<readonly string[]> {
  const facts = await embedder.describe(signal)
  const maxTokens = Math.min(mostTokens, facts.maxTokens - headTokens)
  const passages: string[] = []
  for (const piece of piecesOf(text)) {
    await nextTurn(undefined, { signal })
    const units = splitUnits({ text: piece, headings: [], blocks: [], pages: [] })
    const counts: number[] = []
    for (let from = 0; from < units.length; from += unitsPerCount) {
      const texts = units.slice(from, from + unitsPerCount).map(({ start, end }) => piece.slice(start, end))
      counts.push(...(await embedder.count(texts, signal)))
    }
    const packed = packUnits(units, counts, { maxTokens, overlapTokens: Math.floor(maxTokens / 8) })
    passages.push(...packed.map(({ start, end }) => piece.slice(start, end)))
  }
  return passages
}

/** Cut between paragraphs, else between lines or words, where there is one in the second half. */
function* piecesOf(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    const most = text.slice(from, from + pieceCharacters)
    const isRest = from + pieceCharacters >= text.length
    const at = isRest ? most.length : cutIn(most)
    yield most.slice(0, at)
    from += at
  }
}

function cutIn(piece: string): number {
  const found = ['\n\n', '\n', ' '].map((end) => piece.lastIndexOf(end) + end.length)
  const good = found.find((at) => at > piece.length / 2)
  if (good !== undefined) return good
  // Not between the halves of a character.
  return /[\uD800-\uDBFF]$/.test(piece) ? piece.length - 1 : piece.length
}
