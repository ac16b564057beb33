import { hasFacets, type Importance } from '../../src-shared/rows/facets.ts'
import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'
import { byName } from './by-name.ts'
import { type FacetFilter, noFilter } from './facet-filter.ts'

export const groups = ['all', 'progress', 'problems'] as const
export type DocumentGroup = (typeof groups)[number]

export const orders = ['newest', 'name', 'largest', 'passages'] as const
export type DocumentOrder = (typeof orders)[number]

export interface DocumentWish extends FacetFilter {
  readonly text: string
  readonly group: DocumentGroup
  readonly order: DocumentOrder
  /** '' is every one. */
  readonly importance: Importance | ''
}

export const everyDocument: DocumentWish = { text: '', group: 'all', order: 'newest', ...noFilter, importance: '' }

const inProgress: ReadonlySet<DocumentRow['status']> = new Set(['waiting', 'reading', 'embedding'])

export const isInProgress = ({ status }: DocumentRow): boolean => inProgress.has(status)
const isProblem = ({ status }: DocumentRow): boolean => status === 'failed'

export const inGroup = (documents: readonly DocumentRow[], group: DocumentGroup): readonly DocumentRow[] =>
  group === 'all' ? documents : documents.filter(group === 'progress' ? isInProgress : isProblem)

/** What is looked for, in the order that is wished for. */
export function chooseDocuments(documents: readonly DocumentRow[], wish: DocumentWish): readonly DocumentRow[] {
  const { text, group, order, tag, category, importance } = wish
  const wanted = text.trim().toLowerCase()
  const facets = {
    ...(tag === '' ? {} : { tags: [tag] }),
    ...(category === '' ? {} : { categories: [category] }),
    ...(importance === '' ? {} : { importance }),
  }
  const found = inGroup(documents, group).filter(
    (document) => document.name.toLowerCase().includes(wanted) && hasFacets(document, facets),
  )
  return found.toSorted((a, b) => compare[order](a, b) || byName.compare(a.name, b.name))
}

const compare: Readonly<Record<DocumentOrder, (a: DocumentRow, b: DocumentRow) => number>> = {
  newest: (a, b) => b.updated_at - a.updated_at,
  name: () => 0,
  largest: (a, b) => b.size_bytes - a.size_bytes,
  passages: (a, b) => (b.passages ?? 0) - (a.passages ?? 0),
}
