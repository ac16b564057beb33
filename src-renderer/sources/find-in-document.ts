import type { TextRange } from '../../src-shared/find/match-terms.ts'
import { textPlaces } from '../../src-shared/find/text-places.ts'
import type { Api } from '../api.ts'

const chunk = 200_000

export interface DocumentWords {
  readonly documentId: string
  readonly words: string
}

/** Every place of the words in the kept text, in its offsets. Part by part: a book must not hold up the page. */
export async function findInDocument(
  api: Pick<Api, 'documents'>,
  { documentId, words }: DocumentWords,
  signal: AbortSignal,
): Promise<TextRange[]> {
  const { text } = await api.documents.read({ id: documentId }, signal)
  const places: TextRange[] = []
  for (let start = 0; start < text.length; start += chunk) {
    signal.throwIfAborted()
    // What begins in a part may end in the next one.
    const part = text.slice(start, start + chunk + 2 * words.length)
    for (const [from, to] of textPlaces(part, words)) if (from < chunk) places.push([start + from, start + to])
    await new Promise((resolve) => setTimeout(resolve))
  }
  return places
}
