import { type Facets, facetKey, type Importance } from '../../src-shared/rows/facets.ts'
import { byName } from './by-name.ts'

/** A tag in the dialog: how many of the documents have it, and what is to become of it. */
export interface DraftTag {
  readonly word: string
  readonly had: 'all' | 'some' | 'none'
  readonly has: 'all' | 'some' | 'none'
}

/** What several documents are to be given. Undefined: they differ, and stay as they are. */
export interface FacetDraft {
  readonly tags: readonly DraftTag[]
  readonly category: string | undefined
  readonly importance: Importance | undefined
}

export interface FacetWords {
  readonly tags: readonly string[]
  readonly categories: readonly string[]
}

/** The words in use, each in one spelling, by name. */
export function wordsInUse(all: Iterable<Facets>): FacetWords {
  const tags = new Map<string, string>()
  const categories = new Map<string, string>()
  for (const { tags: own, category } of all) {
    for (const tag of own) if (!tags.has(facetKey(tag))) tags.set(facetKey(tag), tag)
    if (category !== '' && !categories.has(facetKey(category))) categories.set(facetKey(category), category)
  }
  return { tags: [...tags.values()].sort(byName.compare), categories: [...categories.values()].sort(byName.compare) }
}

export function draftOf(documents: readonly Facets[], known: FacetWords): FacetDraft {
  const tags = wordsInUse([...documents, { tags: [...known.tags], category: '', importance: 'normal' }]).tags
  return {
    tags: tags.map((word) => {
      const had = shareWith(documents, word)
      return { word, had, has: had }
    }),
    category: sameIn(documents.map(({ category }) => category)),
    importance: sameIn(documents.map(({ importance }) => importance)),
  }
}

function shareWith(documents: readonly Facets[], word: string): DraftTag['had'] {
  const having = documents.filter(({ tags }) => tags.some((tag) => facetKey(tag) === facetKey(word))).length
  if (having === 0) return 'none'
  return having === documents.length ? 'all' : 'some'
}

const sameIn = <T>(values: readonly T[]): T | undefined => (new Set(values).size === 1 ? values[0] : undefined)

/** On all of them, or on none; no word is no tag. */
export function withTag({ tags, ...draft }: FacetDraft, word: string, isOn: boolean): FacetDraft {
  if (word.trim() === '') return { ...draft, tags }
  const isSame = (tag: DraftTag): boolean => facetKey(tag.word) === facetKey(word)
  const has = isOn ? 'all' : 'none'
  if (!tags.some(isSame)) return { ...draft, tags: [{ word: word.trim(), had: 'none', has }, ...tags] }
  return { ...draft, tags: tags.map((tag) => (isSame(tag) ? { ...tag, has } : tag)) }
}

export interface FacetChange {
  readonly add_tags?: string[]
  readonly remove_tags?: string[]
  readonly category?: string
  readonly importance?: Importance
}

/** Only what became other. */
export function changeBy({ tags, category, importance }: FacetDraft, before: FacetDraft): FacetChange {
  const turned = (to: 'all' | 'none'): string[] => tags.filter(({ had, has }) => has === to && had !== to).map(({ word }) => word)
  const [add, remove] = [turned('all'), turned('none')]
  return {
    ...(add.length > 0 ? { add_tags: add } : {}),
    ...(remove.length > 0 ? { remove_tags: remove } : {}),
    ...(category === undefined || category.trim() === before.category ? {} : { category: category.trim() }),
    ...(importance === undefined || importance === before.importance ? {} : { importance }),
  }
}
