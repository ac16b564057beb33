import { z } from 'zod'
import { entityId, json, time } from './columns.ts'
import { facets } from './facets.ts'
import { place } from './place.ts'

export const collectionRow = z.object({
  id: entityId,
  name: z.string(),
  /** What documents that come into it are given. */
  ...facets.shape,
  created_at: time,
  updated_at: time,
})
export type CollectionRow = z.infer<typeof collectionRow>

export const documentRow = z.object({
  id: entityId,
  collection_id: entityId,
  /** File name, as shown and cited. */
  name: z.string(),
  /** Where the original lies; null when it was handed over as bytes. */
  path: z.string().nullable(),
  kind: z.string().nullable(),
  title: z.string().nullable(),
  size_bytes: z.int().nonnegative(),
  /** SHA-256 of the file, hex; null until it was read. */
  content_hash: z.string().nullable(),
  status: z.enum(['waiting', 'reading', 'embedding', 'ready', 'failed']),
  /** Code and data of the error that stopped it, for the sentence below the row. */
  fault: json(z.object({ code: z.string(), data: z.unknown().optional() }).nullable()),
  warnings: json(z.array(z.string())),
  pages: z.int().nullable(),
  characters: z.int().nullable(),
  passages: z.int().nullable(),
  ...facets.shape,
  created_at: time,
  updated_at: time,
})
export type DocumentRow = z.infer<typeof documentRow>

export const passageRow = z.object({
  /** Hash of the document, the position and the content: an unchanged passage keeps its id and its vector. */
  id: z.string(),
  document_id: entityId,
  position: z.int().nonnegative(),
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
  page: z.int().nullable(),
  /** Null where pages, headings or nothing tell it. */
  place: json(place.nullable()),
  heading: json(z.array(z.string())),
  tokens: z.int(),
  text: z.string(),
})
export type PassageRow = z.infer<typeof passageRow>

/** One run of "import these files". It survives a restart: what is not done goes on. */
export const importJobRow = z.object({
  id: entityId,
  collection_id: entityId,
  status: z.enum(['running', 'stopped', 'done']),
  total: z.int(),
  done: z.int(),
  failed: z.int(),
  /** Files that were already imported with the same content. */
  unchanged: z.int(),
  created_at: time,
  updated_at: time,
})
export type ImportJobRow = z.infer<typeof importJobRow>
