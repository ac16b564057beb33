import { knowledgeError } from '../../src-shared/desktop/knowledge.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { allDocuments } from './all-documents.ts'
import type { Api } from './command-context.ts'
import { UsageError } from './usage-error.ts'

/** Each by its id, its path or its name. Errors: `knowledge.unknown_document`; a name that several have is asked about. */
export async function documentsNamed(api: Api, named: readonly string[]): Promise<string[]> {
  if (named.length === 0) return []
  const all = await allDocuments(api)
  const ids = named.map((wanted) => {
    const [found, ...others] =
      [
        all.filter(({ id }) => id === wanted),
        all.filter(({ path }) => path === wanted),
        all.filter(({ name }) => name === wanted),
      ].find((some) => some.length > 0) ?? []
    if (found === undefined) throw new AppError(knowledgeError.unknownDocument, { name: wanted })
    if (others.length > 0)
      throw new UsageError(`${others.length + 1} documents are called “${wanted}”. Say which by its path or id.`)
    return found.id
  })
  return [...new Set(ids)]
}
