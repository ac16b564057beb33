/** What a list or a search is narrowed to; '' is every one. */
export interface FacetFilter {
  readonly tag: string
  readonly category: string
}

export const noFilter: FacetFilter = { tag: '', category: '' }
