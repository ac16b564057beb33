import type { DocumentPart, ParseRequest } from '../../src-shared/engine/parser.ts'
import type { Db } from '../db/database.ts'
import type { ImportPace } from './import-pace.ts'

/** The part of the embedder engine that importing needs. */
export interface PassageEmbedder {
  /** Does nothing when this model is loaded. */
  load(model: EmbedderModel, signal: AbortSignal): Promise<{ readonly max_tokens: number }>
  embed(texts: readonly string[], signal: AbortSignal): AsyncIterable<Float32Array>
  count(texts: readonly string[], signal: AbortSignal): Promise<readonly number[]>
}

export interface EmbedderModel {
  readonly id: string
  /** The ONNX folder. */
  readonly path: string
}

export interface KnowledgeDeps {
  readonly db: Db
  readonly now: () => number
  readonly newId: () => string
  /** Where files that were handed over as bytes are kept until they are read. */
  readonly inboxFolder: string
  readonly parse: (request: ParseRequest, signal: AbortSignal) => AsyncIterable<DocumentPart>
  readonly embedder: PassageEmbedder
  /** The installed embedder that is in use; undefined when there is none. */
  readonly embedderModel: () => EmbedderModel | undefined
  readonly pace: ImportPace
  /** A fault nobody has a sentence for, or one that keeps imports from going on. */
  readonly onFault: (stage: string, error: unknown) => void
}
