import { knowledgeError } from '../../src-shared/desktop/knowledge.ts'
import type { CollectionRow } from '../../src-shared/rows/knowledge.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Api } from './command-context.ts'

/** The collections that are meant, each by its id or its name. Errors: `knowledge.unknown_collection` {name}. */
export async function findCollections(api: Api, wanted: readonly string[]): Promise<string[]> {
  if (wanted.length === 0) return []
  const all = await api.collections.list()
  const ids = wanted.map((name) => {
    const found = collectionNamed(all, name)
    if (!found) throw new AppError(knowledgeError.unknownCollection, { name })
    return found.id
  })
  return [...new Set(ids)]
}

export function collectionNamed(all: readonly CollectionRow[], name: string): CollectionRow | undefined {
  const isSame = (other: string): boolean => other.localeCompare(name.trim(), undefined, { sensitivity: 'accent' }) === 0
  return all.find(({ id }) => id === name) ?? all.find((row) => row.name === name) ?? all.find((row) => isSame(row.name))
}
