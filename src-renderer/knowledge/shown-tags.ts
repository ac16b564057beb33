import { facetKey } from '../../src-shared/rows/facets.ts'
import type { DraftTag } from './facet-draft.ts'

/** More nobody reads through, and a box for each of thousands takes seconds to draw. */
const mostShown = 100

/** Those that have what is typed, what the documents have first; how many are left out. */
export function shownTags(
  tags: readonly DraftTag[],
  typed: string,
): { readonly shown: readonly DraftTag[]; readonly more: number } {
  const wanted = facetKey(typed)
  const matching = tags.filter(({ word }) => facetKey(word).includes(wanted))
  const isOn = ({ had, has }: DraftTag): boolean => had !== 'none' || has !== 'none'
  const shown = [...matching.filter(isOn), ...matching.filter((tag) => !isOn(tag))].slice(0, mostShown)
  return { shown, more: matching.length - shown.length }
}
