import { newId } from '../../src-shared/ids.ts'
import type { CollectionRow } from '../../src-shared/rows/knowledge.ts'
import type { Api } from './command-context.ts'
import { collectionNamed } from './find-collections.ts'
import { UsageError } from './usage-error.ts'

export interface CollectionFor {
  readonly collection: CollectionRow
  readonly isNew: boolean
}

/** The collection of this name or id, made when there is none. */
export async function collectionFor(api: Api, wanted: string): Promise<CollectionFor> {
  const name = wanted.trim()
  if (name === '' || name.length > 80) throw new UsageError('The name of a collection has 1 to 80 characters.')
  const known = collectionNamed(await api.collections.list(), name)
  if (known) return { collection: known, isNew: false }
  return { collection: await api.collections.create({ id: newId(), name }), isNew: true }
}
