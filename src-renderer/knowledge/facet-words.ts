import type { Facets } from '../../src-shared/rows/facets.ts'
import type { Words } from '../language/use-words.ts'
import { byName } from './by-name.ts'
import { joined } from './knowledge-words.ts'

/** "High importance · Contracts · Home, Signed"; '' where nothing was said of it. */
export const facetWords = (t: Words<'knowledge'>, { importance, category, tags }: Facets): string =>
  joined([importance === 'normal' ? '' : t(`facets.${importance}`), category, tags.toSorted(byName.compare).join(', ')])
