import { z } from 'zod'
import { call } from '../rpc/contract.ts'

const owner = z.string()
const revision = z.int()
const embedder = z.string()
/** Of length 1. */
const vector = z.custom<Float32Array>((value) => value instanceof Float32Array)

export const indexedDocument = z.object({ id: z.string(), revision })
export type IndexedDocument = z.infer<typeof indexedDocument>

export const documentToIndex = z.object({
  ...indexedDocument.shape,
  /** Its words find every passage of it. */
  name: z.string(),
  embedder,
  passages: z.array(z.object({ content: z.string(), embedding: vector })),
})
export type DocumentToIndex = z.infer<typeof documentToIndex>

export const passagesWanted = z.object({
  query: z.string(),
  route: z.enum(['vector', 'exact', 'hybrid']),
  weights: z.object({ vector: z.number(), exact: z.number() }),
  /** Undefined: only words are looked for. */
  vector: z.object({ embedder, values: vector }).optional(),
  limit: z.int().min(1),
  documentIds: z.array(z.string()).optional(),
})
export type PassagesWanted = z.infer<typeof passagesWanted>

export const foundPassage = z.object({
  document_id: z.string(),
  position: z.int(),
  score: z.number(),
  vector: z.number().optional(),
  text: z.number().optional(),
})
export type FoundPassage = z.infer<typeof foundPassage>

export const foundPassages = z.object({
  passages: z.array(foundPassage),
  /** Whether they can be answered from. */
  is_relevant: z.boolean(),
})
export type FoundPassages = z.infer<typeof foundPassages>

/** The thread that writes the files of the index, and keeps their lists in shape. */
export const indexWriter = {
  state: call(z.object({ owner }), z.object({ revision, documents: z.array(indexedDocument) })),
  put: call(z.object({ owner, document: documentToIndex }), z.void()),
  remove: call(z.object({ owner, ids: z.array(z.string()) }), z.void()),
  /** The file has everything that there was at this revision. */
  settle: call(z.object({ owner, revision }), z.void()),
  forget: call(z.object({ owner }), z.void()),
}

/** A thread that searches in them. */
export const indexSearcher = {
  find: call(z.object({ owner, wanted: passagesWanted }), foundPassages),
  close: call(z.object({ owner }), z.void()),
}

export const indexError = {
  /** There is no file of this owner, or one that cannot be read: it has to be written anew. */
  missing: 'passage_index.missing',
} as const
