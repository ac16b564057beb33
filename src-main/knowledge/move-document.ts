import type { WriteDb } from '../db/database.ts'
import { findDocument, journalDocument } from './documents.ts'
import { indexNameAnew } from './index-name.ts'
import { tellDocument } from './tell-knowledge.ts'

export interface NewPlace {
  readonly path: string
  readonly name: string
  readonly at: number
}

/** The same file at another place: text, passages and vectors stay, and it is found by its new name. */
export function moveDocument(tx: WriteDb, id: string, { path, name, at }: NewPlace): void {
  const document = findDocument(tx, id)
  if (document === undefined) return
  const title = document.title === document.name ? name : document.title
  tx.prepare('UPDATE documents SET path = ?, name = ?, title = ?, updated_at = ? WHERE id = ?').run(path, name, title, at, id)
  if (name !== document.name) indexNameAnew(tx, id)
  journalDocument(tx, { ...document, path, name, title, updated_at: at })
  tellDocument(tx, id)
}
