import { route, type SearchAnswer, type SearchResult } from '../../src-shared/desktop/search.ts'
import { commonOptions, defineCommand } from './command.ts'
import { exitCode } from './exit-code.ts'
import { categoriesOf, facetFilters, tagsOf } from './facet-options.ts'
import { findCollections } from './find-collections.ts'
import type { Output } from './output.ts'
import { placeOf } from './source-lines.ts'
import { UsageError } from './usage-error.ts'

const mostResults = 100

export const search = defineCommand({
  name: 'search',
  usage: ['search "…" [--collection C]… [--tag T]… [--category K]… [--route R] [--top-k N]'],
  summary: 'find passages in your documents',
  options: {
    collection: { type: 'string', multiple: true, value: 'C', words: 'look in this collection (name or id); may be repeated' },
    ...facetFilters,
    route: { type: 'string', value: 'R', default: 'auto', words: 'auto, exact (words), vector (meaning) or hybrid (both)' },
    'top-k': { type: 'string', value: 'N', default: '5', words: `how many passages, 1 to ${mostResults} (5)` },
    ...commonOptions,
  },

  async run({ values, positionals }, { isJson, output, interrupt, open }) {
    const query = positionals.join(' ').trim()
    if (query === '') throw new UsageError('There is nothing to search for: hearth search "notice period"')
    const wanted = { query, route: routeOf(values.route), top_k: countOf(values['top-k']) }
    const facets = { tags: tagsOf(values.tag), categories: categoriesOf(values.category) }
    if (facets.categories?.includes('')) throw new UsageError('--category takes the words of a category.')
    await using session = await open()
    const collection_ids = await findCollections(session.api, values.collection ?? [])
    const where = collection_ids.length === 0 ? {} : { collection_ids }
    const answer = await session.api.search.query({ ...wanted, ...facets, ...where }, interrupt.signal)
    if (isJson) output.json(answerJson(answer))
    else show(output, answer)
    return exitCode.ok
  },
})

function routeOf(wanted: string) {
  const { data } = route.safeParse(wanted)
  if (data === undefined) throw new UsageError(`--route takes ${route.options.join(', ')}, not “${wanted}”.`)
  return data
}

function countOf(wanted: string): number {
  const count = Number(wanted)
  if (Number.isInteger(count) && count >= 1 && count <= mostResults) return count
  throw new UsageError(`--top-k takes a number from 1 to ${mostResults}, not “${wanted}”.`)
}

const answerJson = ({ route: taken, reason, results, timings_ms }: SearchAnswer) => ({
  ...{ route: taken, reason },
  results: results.map(resultJson),
  timings_ms,
})

const resultJson = ({ document, path, page, place, heading, start, end, text, scores }: SearchResult) => ({
  ...{ document, path, page, place: place ?? null, heading },
  ...{ start, end, text, scores },
})

function show(output: Output, { results, route: taken, reason, relevant }: SearchAnswer): void {
  for (const [index, { text, ...place }] of results.entries()) {
    output.line(`${index + 1}. ${placeOf(place)}\n${indented(text)}\n`)
  }
  if (results.length === 0) output.note('Nothing was found.')
  else if (!relevant) output.note('Nothing fits well; these come closest.')
  if (output.isWatched) output.note(`By ${taken}: ${reason}.`)
}

const indented = (text: string): string => text.trim().replaceAll(/^/gm, '   ')
