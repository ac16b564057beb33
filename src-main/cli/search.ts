import { route, type SearchAnswer, type SearchResult } from '../../src-shared/desktop/search.ts'
import { commonOptions, defineCommand } from './command.ts'
import { exitCode } from './exit-code.ts'
import type { Output } from './output.ts'
import { filtersOf, searchFilters } from './search-filters.ts'
import { placeOf } from './source-lines.ts'
import { UsageError } from './usage-error.ts'

const mostResults = 100

export const search = defineCommand({
  name: 'search',
  usage: [
    'search "…" [--collection C]… [--document D]… [--kind F]… [--tag T]… [--category K]…',
    'search "…" [--from DAY] [--to DAY] [--route R] [--top-k N]',
  ],
  summary: 'find passages in your documents',
  options: {
    ...searchFilters,
    route: { type: 'string', value: 'R', default: 'auto', words: 'auto, exact (words), vector (meaning) or hybrid (both)' },
    'top-k': { type: 'string', value: 'N', default: '5', words: `how many passages, 1 to ${mostResults} (5)` },
    ...commonOptions,
  },

  async run({ values, positionals }, { isJson, output, interrupt, open }) {
    const query = positionals.join(' ').trim()
    if (query === '') throw new UsageError('There is nothing to search for: hearth search "notice period"')
    const wanted = { query, route: routeOf(values.route), top_k: countOf(values['top-k']) }
    const where = filtersOf(values)
    await using session = await open()
    const answer = await session.api.search.query({ ...wanted, ...(await where(session.api)) }, interrupt.signal)
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

const answerJson = ({ route: taken, reason, relevant, results, timings_ms }: SearchAnswer) => ({
  ...{ route: taken, reason, relevant },
  results: results.map(resultJson),
  timings_ms,
})

const resultJson = ({ document, path, page, place, heading, start, end, text, scores }: SearchResult) => ({
  ...{ document, path, page, place: place ?? null, heading },
  ...{ start, end, text, scores },
})

function show(output: Output, { results, route: taken, reason, detour, relevant }: SearchAnswer): void {
  for (const [index, { text, ...place }] of results.entries()) {
    output.line(`${index + 1}. ${placeOf(place)}\n${indented(text)}\n`)
  }
  if (results.length === 0) output.note(detour === null ? 'Nothing was found.' : `Nothing was found: ${reason}.`)
  else if (!relevant) output.note('Nothing fits well; these come closest.')
  if (output.isWatched) output.note(`By ${taken}: ${reason}.`)
}

const indented = (text: string): string => text.trim().replaceAll(/^/gm, '   ')
