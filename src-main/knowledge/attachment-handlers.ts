import { createHash } from 'node:crypto'
import type { attachments } from '../../src-shared/desktop/attachments.ts'
import { conversationError } from '../../src-shared/desktop/conversations.ts'
import { knowledgeError } from '../../src-shared/desktop/knowledge.ts'
import type { AttachmentRow } from '../../src-shared/rows/attachment.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Db, ReadDb } from '../db/database.ts'
import { ensureAttachmentCollection, findAttachment, listAttachments } from './attachments.ts'
import { documentWithContent } from './documents.ts'
import type { Importer } from './importer.ts'
import { keptText } from './kept-text.ts'
import { removeDocument } from './remove-document.ts'
import { tellDocument } from './tell-knowledge.ts'

export interface AttachmentDeps {
  readonly db: Db
  readonly now: () => number
  /** UUIDv7. */
  readonly newId: () => string
  readonly importer: Pick<Importer, 'importBytes' | 'retry' | 'rowsChanged' | 'removeKeptBytes'>
}

type Attachments = FeatureHandlers<typeof attachments>

export function createAttachmentHandlers(deps: AttachmentDeps): Attachments {
  const { db, now, importer } = deps
  return {
    list: ({ owner }) => listAttachments(db, owner),
    add: (file) => addAttachment(deps, file),
    text: ({ id }) => keptText(db, known(db, id).id),

    retry: async ({ id }) => {
      await importer.retry(known(db, id))
      return known(db, id)
    },

    remove: async ({ id }) => {
      db.transact((tx) => removeDocument(tx, known(tx, id).id, now()), { freesSpace: true })
      importer.rowsChanged()
      await importer.removeKeptBytes(id)
    },
  }
}

async function addAttachment(
  { db, now, newId, importer }: AttachmentDeps,
  { id, owner, name, bytes }: Parameters<Attachments['add']>[0],
): Promise<AttachmentRow> {
  refuseUnknown(db, owner)
  const collectionId = db.transact((tx) => ensureAttachmentCollection(tx, { owner, id: newId(), at: now() }))
  const hash = createHash('sha256').update(bytes).digest('hex')
  const same = documentWithContent(db, { collectionId, name, hash })
  if (same?.status === 'ready') return known(db, same.id)
  await importer.importBytes({ jobId: newId(), collectionId }, { name, bytes, documentId: id })
  const added = findAttachment(db, id) ?? known(db, documentWithContent(db, { collectionId, name, hash })?.id ?? id)
  db.transact((tx) => tellDocument(tx, added.id))
  return added
}

function refuseUnknown(db: ReadDb, owner: string): void {
  const isThere = owner === 'new' || db.prepare('SELECT 1 FROM conversations WHERE id = ?').get(owner) !== undefined
  if (!isThere) throw new AppError(conversationError.unknown, { id: owner })
}

function known(db: ReadDb, id: string): AttachmentRow {
  const attachment = findAttachment(db, id)
  if (!attachment) throw new AppError(knowledgeError.unknownDocument, { id })
  return attachment
}
