import type { DocumentParts } from './document-parts.ts'
import { noParts } from './document-parts.ts'
import { createRtfReader } from './read-rtf.ts'
import { readRtf } from './rtf-tokens.ts'

/** Text of a rich-text file with its headings, tables, notes and text frames. Hidden and struck-out words, heads and feet are left out. */
export function parseRtf(bytes: Uint8Array, signal: AbortSignal): DocumentParts {
  const reader = createRtfReader()
  readRtf(bytes, reader)
  signal.throwIfAborted()
  const { title, text, headings, blocks } = reader.finish()
  return { ...noParts, title: title || (headings[0]?.text ?? null), text, headings, blocks }
}
