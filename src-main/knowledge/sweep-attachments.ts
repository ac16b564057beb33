import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Db } from '../db/database.ts'
import { orphanedCollections } from './attachments.ts'
import { documentIdsOf } from './documents.ts'
import type { Importer } from './importer.ts'
import { removeDocument } from './remove-document.ts'

export interface SweepDeps {
  readonly db: Db
  readonly now: () => number
  readonly importer: Pick<Importer, 'rowsChanged' | 'removeKeptBytes'>
  readonly onFault: (stage: string, error: unknown) => void
}

/**
 * Removes what was attached to chats that are gone for good: now, and whenever one goes. Whatever erased the chat need not
 * know of its attachments, and what a process left that ended in between goes at the next start. Returns the way to stop.
 */
export function keepAttachmentsSwept({ onFault, ...deps }: SweepDeps): () => void {
  let sweeping: Promise<void> = Promise.resolve()
  const sweep = (): void => {
    sweeping = sweeping.then(() => sweepAttachments(deps)).catch((error: unknown) => onFault('attachments.sweep', error))
  }
  sweep()
  return deps.db.watch((changes) => {
    if (changes.some(({ table, row }) => table === 'conversations' && row === null)) sweep()
  })
}

/** A document at a time, because each takes its index entries with it. */
export async function sweepAttachments({ db, now, importer }: Omit<SweepDeps, 'onFault'>): Promise<void> {
  for (const collectionId of orphanedCollections(db)) {
    for (const id of documentIdsOf(db, collectionId)) {
      db.transact((tx) => removeDocument(tx, id, now()), { freesSpace: true })
      importer.rowsChanged()
      await importer.removeKeptBytes(id)
      await nextTurn()
    }
    db.transact((tx) => void tx.prepare('DELETE FROM collections WHERE id = ?').run(collectionId), { freesSpace: true })
  }
}
