import { category, type Importance, importance, mostTags, tag } from '../../src-shared/rows/facets.ts'
import type { OptionSpecs } from './command.ts'
import { UsageError } from './usage-error.ts'

/** Of a search and of lists. */
export const facetFilters = {
  tag: { type: 'string', multiple: true, value: 'T', words: 'only documents with this tag; may be repeated: with all of them' },
  category: {
    type: 'string',
    multiple: true,
    value: 'K',
    words: 'only documents of this category; may be repeated: of any of them',
  },
} as const satisfies OptionSpecs

/** As they were given, each checked; undefined where none was. */
export function tagsOf(given: readonly string[] | undefined, option = '--tag'): string[] | undefined {
  if (given !== undefined && given.length > mostTags) throw new UsageError(`${option} can be given ${mostTags} times at most.`)
  return given?.map((word) => {
    const { data } = tag.safeParse(word)
    if (data === undefined) throw new UsageError(`${option} takes a word of 1 to 40 characters, not “${word}”.`)
    return data
  })
}

export function categoriesOf(given: readonly string[] | undefined): string[] | undefined {
  return given?.map((words) => {
    const { data } = category.safeParse(words)
    if (data === undefined) throw new UsageError('--category takes at most 80 characters.')
    return data
  })
}

export function importanceOf(given: string | undefined): Importance | undefined {
  if (given === undefined) return undefined
  const { data } = importance.safeParse(given)
  if (data === undefined) throw new UsageError(`--importance takes ${importance.options.join(', ')}, not “${given}”.`)
  return data
}
