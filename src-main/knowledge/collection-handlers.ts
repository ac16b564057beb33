import { setImmediate as nextTurn } from 'node:timers/promises'
import { type collections, knowledgeError } from '../../src-shared/desktop/knowledge.ts'
import type { CollectionRow } from '../../src-shared/rows/knowledge.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Db, ReadDb, WriteDb } from '../db/database.ts'
import { collectionNamed, findCollection, giveToNew, listCollections, putCollection, removeCollection } from './collections.ts'
import { documentIdsOf } from './documents.ts'
import type { Importer } from './importer.ts'
import { removeDocument } from './remove-document.ts'
import { readSamples } from './samples.ts'

export interface CollectionDeps {
  readonly db: Db
  readonly now: () => number
  readonly importer: Pick<Importer, 'rowsChanged' | 'removeKeptBytes' | 'importBytes'>
  /** What ships with Hearth to be tried. */
  readonly samplesFolder: string
}

export function createCollectionHandlers({
  db,
  now,
  importer,
  samplesFolder,
}: CollectionDeps): FeatureHandlers<typeof collections> {
  return {
    list: () => listCollections(db),

    create: ({ id, name }) =>
      db.transact((tx) => {
        refuseTaken(tx, name, id)
        return putCollection(tx, { id, name, created_at: findCollection(tx, id)?.created_at ?? now(), updated_at: now() })
      }),

    rename: ({ id, name }) =>
      db.transact((tx) => {
        const collection = knownCollection(tx, id)
        refuseTaken(tx, name, id)
        return putCollection(tx, { ...collection, name, updated_at: now() })
      }),

    giveToNew: ({ id, ...change }) => db.transact((tx) => giveToNew(tx, knownCollection(tx, id), { change, at: now() })),

    // A document at a time, because each takes its index entries with it: thousands at once would hold everything up.
    remove: async ({ id }) => {
      knownCollection(db, id)
      for (const documentId of documentIdsOf(db, id)) {
        db.transact((tx) => removeDocument(tx, documentId, now()), { freesSpace: true })
        importer.rowsChanged()
        await importer.removeKeptBytes(documentId)
        await nextTurn()
      }
      db.transact((tx) => removeCollection(tx, id, now()), { freesSpace: true })
      importer.rowsChanged()
    },

    addSamples: async ({ id, name, job_id: jobId }) => {
      const samples = await readSamples(samplesFolder)
      const collection = db.transact((tx) => collectionFor(tx, { id, name, at: now() }))
      for (const sample of samples) await importer.importBytes({ jobId, collectionId: collection.id }, sample)
      return collection
    },
  }
}

function collectionFor(tx: WriteDb, { id, name, at }: { readonly id: string; readonly name: string; readonly at: number }) {
  const known = findCollection(tx, collectionNamed(tx, name) ?? id)
  return known ?? putCollection(tx, { id, name, created_at: at, updated_at: at })
}

export function knownCollection(db: ReadDb, id: string): CollectionRow {
  const collection = findCollection(db, id)
  if (collection === undefined) throw new AppError(knowledgeError.unknownCollection, { id })
  return collection
}

function refuseTaken(db: ReadDb, name: string, id: string): void {
  const taken = collectionNamed(db, name)
  if (taken !== undefined && taken !== id) throw new AppError(knowledgeError.collectionNameTaken, { name })
}
