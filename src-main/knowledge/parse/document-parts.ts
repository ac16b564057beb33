import type { ParsedDocument } from '../../../src-shared/engine/parser.ts'

/** What a format's reader finds; `parseDocument` adds the kind and keeps the text well-formed. */
export type DocumentParts = Omit<ParsedDocument, 'kind'>
