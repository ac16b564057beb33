import { z } from 'zod'
import { json } from './columns.ts'

/** A word of the person's own; a document may have many. */
export const tag = z.string().trim().min(1).max(40)
export const mostTags = 50
export const tags = z.array(tag).max(mostTags)

/** One for each document, in the person's own words; '' is none. */
export const category = z.string().trim().max(80)

export const importance = z.enum(['low', 'normal', 'high'])
export type Importance = z.infer<typeof importance>

/** What a person says of a document. Kept when it is read again, moved or renamed. */
export const facets = z.object({ tags: json(z.array(z.string())), category: z.string(), importance })
export type Facets = z.infer<typeof facets>

export const noFacets: Facets = { tags: [], category: '', importance: 'normal' }

/** What words are compared by: upper and lower case, and accents written in one character or two, are the same word. */
export const facetKey = (word: string): string => word.trim().normalize('NFC').toLowerCase()

/** The tags with others added and taken off; one that is there already keeps its spelling and its place. */
export function changedTags(before: readonly string[], { add = [], remove = [] }: TagChange): string[] {
  const gone = new Set(remove.map(facetKey))
  const kept = new Map<string, string>()
  for (const word of [...before.filter((each) => !gone.has(facetKey(each))), ...add])
    if (!kept.has(facetKey(word))) kept.set(facetKey(word), word.trim())
  return [...kept.values()]
}

export interface TagChange {
  readonly add?: readonly string[] | undefined
  readonly remove?: readonly string[] | undefined
}

export interface FacetWish {
  /** All of them. */
  readonly tags?: readonly string[] | undefined
  /** Any of them. */
  readonly categories?: readonly string[] | undefined
  readonly importance?: Importance | undefined
}

/** Whether it has what is wished for, as filters of a search have it. */
export function hasFacets(of: Facets, { tags = [], categories, importance: wanted }: FacetWish): boolean {
  const own = new Set(of.tags.map(facetKey))
  const isOfCategory = categories === undefined || categories.map(facetKey).includes(facetKey(of.category))
  return isOfCategory && (wanted === undefined || of.importance === wanted) && tags.every((each) => own.has(facetKey(each)))
}
