import { knowledgeError } from '../../src-shared/desktop/knowledge.ts'
import { changedTags, type Facets, mostTags } from '../../src-shared/rows/facets.ts'
import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { WriteDb } from '../db/database.ts'
import { journal } from '../db/journal.ts'
import { isOwned } from './attachments.ts'
import { findDocument } from './documents.ts'
import { indexFacets } from './index-facets.ts'
import { tellDocument } from './tell-knowledge.ts'

/** What is absent stays. */
export interface FacetChange {
  readonly add_tags?: readonly string[] | undefined
  readonly remove_tags?: readonly string[] | undefined
  readonly category?: string | undefined
  readonly importance?: Facets['importance'] | undefined
}

/**
 * Changes what a person says of a document of the knowledge; undefined when there is none of this id. Its time of change stays: the document
 * is as it was. Errors: `tooManyTags`.
 */
export function organiseDocument(tx: WriteDb, id: string, { change, at }: Organising): DocumentRow | undefined {
  const document = findDocument(tx, id)
  if (document === undefined || isOwned(tx, document.collection_id)) return undefined
  const fields = changedFacets(document, change)
  if (Object.keys(fields).length === 0) return document
  const after = { ...document, ...fields }
  if (after.tags.length > mostTags) throw new AppError(knowledgeError.tooManyTags, { name: document.name, most: mostTags })
  tx.prepare('UPDATE documents SET tags = @tags, category = @category, importance = @importance WHERE id = @id').run({
    ...{ id, category: after.category, importance: after.importance },
    tags: JSON.stringify(after.tags),
  })
  indexFacets(tx, id, after)
  journal(tx, { op: 'put', kind: 'document', id, at, args: fields })
  tellDocument(tx, id)
  return after
}

interface Organising {
  readonly change: FacetChange
  readonly at: number
}

/** The fields that become others. */
function changedFacets(before: Facets, { add_tags, remove_tags, category, importance }: FacetChange): Partial<Facets> {
  const tags = changedTags(before.tags, { add: add_tags, remove: remove_tags })
  // Another spelling of the same word is a change.
  const isSame = tags.join('\n') === before.tags.join('\n')
  return {
    ...(isSame ? {} : { tags }),
    ...(category === undefined || category === before.category ? {} : { category }),
    ...(importance === undefined || importance === before.importance ? {} : { importance }),
  }
}
