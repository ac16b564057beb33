import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Route, SearchAnswer } from '../../src-shared/desktop/search.ts'
import type { Fault } from '../../src-shared/errors/error-sentence.ts'
import type { Api } from '../api.ts'
import { faultOf } from '../fault-of.ts'
import { type FacetFilter, noFilter } from './facet-filter.ts'

export interface PlaygroundState {
  readonly query: string
  readonly route: Route
  readonly topK: number
  /** Document kinds to look in; empty means every kind. */
  readonly kinds: readonly string[]
  readonly facets: FacetFilter
  /** What was found for `asked`; null before the first search and while one runs. */
  readonly answer: SearchAnswer | null
  readonly asked: string
  /** What the answer was narrowed to. */
  readonly askedFacets: FacetFilter
  readonly isSearching: boolean
  readonly fault: Fault | null
  change(choice: Partial<Pick<PlaygroundState, 'query' | 'route' | 'topK' | 'kinds' | 'facets'>>): void
  search(collectionId: string): Promise<void>
  /** Before another collection is shown; a search that is under way goes with its results. */
  clear(): void
}

const empty = { answer: null, asked: '', askedFacets: noFilter, isSearching: false, fault: null }

/** A search as the answers make it, to be looked at. The newest one counts: an earlier one that comes later is dropped. */
export function createPlaygroundStore({ api }: { readonly api: Pick<Api, 'search'> }): StoreApi<PlaygroundState> {
  let running = new AbortController()
  /** What is under way is called off, and dropped should it come all the same. */
  const startAnew = (): AbortController => {
    running.abort()
    running = new AbortController()
    return running
  }
  return createStore<PlaygroundState>((set, get) => ({
    query: '',
    route: 'auto',
    topK: 10,
    kinds: [],
    facets: noFilter,
    ...empty,
    change: (choice) => set(choice),
    clear() {
      startAnew()
      set(empty)
    },
    async search(collectionId) {
      const { query, route, topK, kinds, facets } = get()
      const asked = query.trim()
      if (asked === '') return get().clear()
      const mine = startAnew()
      set({ isSearching: true, fault: null })
      const wish = {
        ...{ query: asked, route, top_k: topK, collection_ids: [collectionId] },
        ...(kinds.length === 0 ? {} : { kinds: [...kinds] }),
        ...(facets.tag === '' ? {} : { tags: [facets.tag] }),
        ...(facets.category === '' ? {} : { categories: [facets.category] }),
      }
      try {
        const answer = await api.search.query(wish, mine.signal)
        if (running === mine) set({ answer, asked, askedFacets: facets, isSearching: false })
      } catch (error) {
        if (running === mine) set({ ...empty, fault: faultOf(error) })
      }
    },
  }))
}
