import type { DocumentPiece, ParseWarning } from '../../../src-shared/engine/parser.ts'

/** What a reader of documents that are read piece by piece gives: pieces of the text, and at the end what is to be warned of. */
export type PieceStream = AsyncGenerator<DocumentPiece, StreamEnd>

interface StreamEnd {
  readonly warnings: readonly ParseWarning[]
}
