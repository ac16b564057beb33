import { z } from 'zod'
import { documentPiece } from '../engine/parser.ts'
import { entityId } from '../rows/columns.ts'
import { category, importance, tags } from '../rows/facets.ts'
import { collectionRow, documentRow, importJobRow, passageRow } from '../rows/knowledge.ts'
import { call, stream } from '../rpc/contract.ts'

const id = z.object({ id: entityId })
const name = z.string().trim().min(1).max(80)

export const collections = {
  list: call(z.void(), z.array(collectionRow)),
  create: call(z.object({ id: entityId, name }), collectionRow),
  rename: call(z.object({ id: entityId, name }), collectionRow),
  /** What documents that come into it from now on are given; what is absent stays. */
  giveToNew: call(
    z.object({ id: entityId, tags: tags.optional(), category: category.optional(), importance: importance.optional() }),
    collectionRow,
  ),
  /** Removes its documents from Hearth; the files themselves stay where they are. */
  remove: call(id, z.void()),
  /** Reads the documents that ship with Hearth into the collection of this name, which is made with this id when there is none. */
  addSamples: call(z.object({ id: entityId, name, job_id: entityId }), collectionRow),
}

export const documents = {
  list: call(
    z.object({
      collection_id: entityId.optional(),
      limit: z.int().min(1).max(1000).default(200),
      offset: z.int().min(0).default(0),
    }),
    z.object({ items: z.array(documentRow), total: z.int() }),
  ),
  get: call(id, documentRow),
  /** Tags, category and importance of many at once, in one commit; what is absent stays. Answers those that are still there. */
  organise: call(
    z.object({
      ids: z.array(entityId).min(1).max(1000),
      add_tags: tags.optional(),
      remove_tags: tags.optional(),
      category: category.optional(),
      importance: importance.optional(),
    }),
    z.array(documentRow),
  ),
  remove: call(id, z.void()),
  /** Part of the kept text, by UTF-16 offsets; `original` tells whether the file on disk is still the one that was read. */
  read: call(
    z.object({ id: entityId, start: z.int().min(0).default(0), end: z.int().min(0).optional() }),
    z.object({
      document: documentRow,
      text: z.string(),
      start: z.int(),
      /** Of this part, by their offsets in the kept text. */
      headings: documentPiece.shape.headings,
      original: z.enum(['unchanged', 'changed', 'missing', 'none']),
    }),
  ),
  /** The bytes it was read from, piece by piece. Ends with an error unless all of them together are what was read. */
  original: stream(id, z.instanceof(Uint8Array)),
  /** In the program that the system has for it; what could run is shown in its folder instead. */
  openOriginal: call(id, z.void()),
  /** Where the pages of a PDF lie in the kept text; empty for all else. */
  pages: call(id, documentPiece.shape.pages),
  /** The kept text of a page; '' where there is none. */
  pageText: call(id.extend({ page: z.int().min(1) }), z.string()),
  /** In the order of the document. */
  passages: call(
    z.object({ id: entityId, limit: z.int().min(1).max(200).default(50), offset: z.int().min(0).default(0) }),
    z.object({ items: z.array(passageRow), total: z.int() }),
  ),
  /** Files or folders on this machine. Folders are walked; what no parser knows is skipped and counted as failed when named itself. */
  import: call(
    z.object({ job_id: entityId, collection_id: entityId, paths: z.array(z.string().min(1)).min(1).max(10_000) }),
    importJobRow,
  ),
  /**
   * A file handed over as bytes (the browser page cannot tell paths). Kept until it is read. With the id that its document is to
   * have it may be handed over again: a lost connection does not tell whether it came.
   */
  add: call(
    z.object({
      job_id: entityId,
      collection_id: entityId,
      id: entityId.optional(),
      name: z.string().min(1).max(255),
      bytes: z.instanceof(Uint8Array),
    }),
    importJobRow,
  ),
  /** Reads again what has changed on the disk since; what was handed over as bytes has no original. */
  reread: call(z.object({ job_id: entityId, collection_id: entityId }), importJobRow),
  /** Reads a failed document again. */
  retry: call(id, documentRow),
  jobs: call(z.void(), z.array(importJobRow)),
  stopJob: call(id, importJobRow),
  resumeJob: call(id, importJobRow),
}

export const knowledgeError = {
  unknownCollection: 'knowledge.unknown_collection',
  collectionNameTaken: 'knowledge.collection_name_taken',
  unknownDocument: 'knowledge.unknown_document',
  unknownJob: 'knowledge.unknown_job',
  unreadablePath: 'knowledge.unreadable_path',
  unreadFiles: 'knowledge.unread_files',
  originalMissing: 'knowledge.original_missing',
  originalChanged: 'knowledge.original_changed',
  noEmbedder: 'knowledge.no_embedder',
  nothingToImport: 'knowledge.nothing_to_import',
  tooManyFiles: 'knowledge.too_many_files',
  tooManyTags: 'knowledge.too_many_tags',
} as const
