import { type Facets, hasFacets } from '../../src-shared/rows/facets.ts'
import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'
import { alignColumns } from './align-columns.ts'
import { allDocuments } from './all-documents.ts'
import type { CommandContext } from './command-context.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { categoriesOf, importanceOf, tagsOf } from './facet-options.ts'
import { findCollections } from './find-collections.ts'

export interface ListChoice {
  readonly collection?: readonly string[] | undefined
  readonly tag?: readonly string[] | undefined
  readonly category?: readonly string[] | undefined
  readonly importance?: string | undefined
}

export async function listDocuments(choice: ListChoice, { isJson, output, open }: CommandContext): Promise<ExitCode> {
  const wish = {
    tags: tagsOf(choice.tag),
    categories: categoriesOf(choice.category),
    importance: importanceOf(choice.importance),
  }
  await using session = await open()
  const collections = await findCollections(session.api, choice.collection ?? [])
  const all = await allDocuments(session.api)
  const isIn = ({ collection_id }: DocumentRow): boolean => collections.length === 0 || collections.includes(collection_id)
  const found = all.filter((document) => isIn(document) && hasFacets(document, wish))
  if (isJson) output.json(found)
  else if (found.length === 0) output.line(all.length === 0 ? 'There is no document yet.' : 'No document is like that.')
  else output.line(documentTable(found))
  return exitCode.ok
}

export const documentTable = (documents: readonly DocumentRow[]): string =>
  alignColumns([['DOCUMENT', ...facetHeads, 'ID'], ...documents.map((each) => [each.name, ...facetCells(each), each.id])])

const facetHeads = ['CATEGORY', 'IMPORTANCE', 'TAGS']

const facetCells = ({ category, importance, tags }: Facets): string[] => [category || '–', importance, tags.join(', ') || '–']
