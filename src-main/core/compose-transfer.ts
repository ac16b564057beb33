import type { LibraryHead } from '../../src-shared/desktop/transfer.ts'
import { exportConversation } from '../chat/conversation-export.ts'
import { mergeConversation } from '../chat/conversation-merge.ts'
import { listFolders, putFolder } from '../chat/folders.ts'
import { insertTag, listTags, tagNamed } from '../chat/tags.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'
import { listPersonas, putPersona } from '../personas/personas.ts'
import type { MergedHead } from '../transfer/transfer-deps.ts'
import { createTransferHandlers } from '../transfer/transfer-handlers.ts'
import type { CoreParts } from './core-parts.ts'

/** Export and import of everything, made of what chats and personas lend. */
export const composeTransfer = ({ db, now, newId }: Pick<CoreParts, 'db' | 'now' | 'newId'>) =>
  createTransferHandlers({
    db,
    now,
    newId,
    exportConversation,
    mergeConversation,
    conversationIds: (reading) => reading.prepare<[], string>(idsSql).pluck().all(),
    readHead: (reading) => ({ folders: listFolders(reading), tags: listTags(reading), personas: listPersonas(reading) }),
    mergeHead,
  })

const idsSql = 'SELECT id FROM conversations WHERE deleted_at IS NULL ORDER BY updated_at DESC, id DESC'

/** A folder or persona of the same name is the same one. */
function mergeHead(tx: WriteDb, { folders, tags, personas }: LibraryHead, at: number): MergedHead {
  const ids = new Map<string, string>()
  const isNew = (table: 'folders' | 'personas', row: { readonly id: string; readonly name: string }): boolean => {
    const known = knownId(tx, table, row)
    if (known !== undefined) ids.set(row.id, known)
    return known === undefined
  }
  for (const tag of tags) if (!tagNamed(tx, tag.name) && !isKnown(tx, 'tags', tag.id)) insertTag(tx, tag)
  const newFolders = folders.filter((folder) => isNew('folders', folder))
  for (const folder of newFolders) putFolder(tx, folder)
  const newPersonas = personas.filter((persona) => isNew('personas', persona))
  // Collections and models are of the other device.
  for (const persona of newPersonas)
    putPersona(tx, { ...persona, collection_ids: null, model_id: modelHere(tx, persona.model_id) }, at)
  return { ids, folders: newFolders.length, personas: newPersonas.length }
}

const knownId = (db: ReadDb, table: string, { id, name }: { readonly id: string; readonly name: string }): string | undefined =>
  db.prepare<[string, string], string>(`SELECT id FROM ${table} WHERE id = ? OR name = ? COLLATE NOCASE`).pluck().get(id, name)

const isKnown = (db: ReadDb, table: string, id: string): boolean =>
  db.prepare(`SELECT 1 FROM ${table} WHERE id = ?`).get(id) !== undefined

const modelHere = (db: ReadDb, id: string | null): string | null => (id !== null && isKnown(db, 'models', id) ? id : null)
