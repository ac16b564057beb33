import type { SearchQuery } from '../../src-shared/desktop/search.ts'
import { documentKind } from '../../src-shared/engine/parser.ts'
import type { OptionSpecs } from './command.ts'
import type { Api } from './command-context.ts'
import { documentsNamed } from './documents-named.ts'
import { categoriesOf, facetFilters, tagsOf } from './facet-options.ts'
import { findCollections } from './find-collections.ts'
import { UsageError } from './usage-error.ts'

/** What a search looks in. */
export const searchFilters = {
  collection: { type: 'string', multiple: true, value: 'C', words: 'look in this collection (name or id); may be repeated' },
  document: { type: 'string', multiple: true, value: 'D', words: 'look in this document (id, path or name); may be repeated' },
  kind: { type: 'string', multiple: true, value: 'F', words: `only documents of this kind: ${documentKind.options.join(', ')}` },
  ...facetFilters,
  from: { type: 'string', value: 'DAY', words: 'only documents last changed on this day (2026-03-31) or later' },
  to: { type: 'string', value: 'DAY', words: 'only documents last changed before this day' },
} as const satisfies OptionSpecs

interface GivenFilters {
  readonly collection?: readonly string[] | undefined
  readonly document?: readonly string[] | undefined
  readonly kind?: readonly string[] | undefined
  readonly tag?: readonly string[] | undefined
  readonly category?: readonly string[] | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

type Filters = Pick<SearchQuery, 'collection_ids' | 'document_ids' | 'kinds' | 'tags' | 'categories' | 'from' | 'to'>

/** Checks what can be without the core; then collections and documents are looked for. Errors: `knowledge.unknown_collection`, `knowledge.unknown_document`. */
export function filtersOf(given: GivenFilters): (api: Api) => Promise<Filters> {
  const { collection = [], document = [], kind, tag, category } = given
  const facets = { tags: tagsOf(tag), categories: categoriesOf(category), kinds: kindsOf(kind) }
  if (facets.categories?.includes('')) throw new UsageError('--category takes the words of a category.')
  const time = { from: dayOf(given.from, '--from'), to: dayOf(given.to, '--to') }
  if (time.from !== undefined && time.to !== undefined && time.from >= time.to)
    throw new UsageError('--from has to be a day before --to: there is no time between them.')
  return async (api) => {
    const collection_ids = await findCollections(api, collection)
    const document_ids = await documentsNamed(api, document)
    return {
      ...{ ...facets, ...time },
      ...(collection_ids.length > 0 && { collection_ids }),
      ...(document_ids.length > 0 && { document_ids }),
    }
  }
}

const kindsOf = (given: readonly string[] | undefined): string[] | undefined =>
  given?.map((wanted) => {
    const { data } = documentKind.safeParse(wanted.toLowerCase())
    if (data === undefined) throw new UsageError(`--kind takes ${documentKind.options.join(', ')}, not “${wanted}”.`)
    return data
  })

/** The moment a day begins on this machine's calendar, milliseconds since 1970. */
function dayOf(given: string | undefined, option: '--from' | '--to'): number | undefined {
  if (given === undefined) return undefined
  const [year = 0, month = 0, day = 0] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(given)?.slice(1).map(Number) ?? []
  const at = new Date(year, month - 1, day)
  // A thirtieth of February would be a day of March.
  const isDay = year >= 1970 && at.getMonth() === month - 1 && at.getDate() === day
  if (!isDay) throw new UsageError(`${option} takes a day as 2026-03-31, not “${given}”.`)
  return Math.max(0, at.getTime())
}
