import type { ParsedDocument } from '../../../src-shared/engine/parser.ts'

/** What a format's reader finds of a document it reads whole; `parseDocument` adds the kind and keeps the text well-formed. */
export type DocumentParts = Omit<ParsedDocument, 'kind'>

/** What most readers have nothing of. */
export const noParts: Readonly<Pick<DocumentParts, 'pages' | 'headings' | 'blocks' | 'places' | 'warnings'>> = {
  pages: [],
  headings: [],
  blocks: [],
  places: [],
  warnings: [],
}
