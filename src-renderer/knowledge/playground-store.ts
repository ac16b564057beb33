import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Route, SearchAnswer } from '../../src-shared/desktop/search.ts'
import type { Fault } from '../../src-shared/errors/error-sentence.ts'
import type { Api } from '../api.ts'
import { faultOf } from '../fault-of.ts'

export interface PlaygroundState {
  readonly query: string
  readonly route: Route
  readonly topK: number
  /** Document kinds to look in; empty means every kind. */
  readonly kinds: readonly string[]
  /** What was found for `asked`; null before the first search and while one runs. */
  readonly answer: SearchAnswer | null
  readonly asked: string
  readonly isSearching: boolean
  readonly fault: Fault | null
  change(choice: Partial<Pick<PlaygroundState, 'query' | 'route' | 'topK' | 'kinds'>>): void
  search(collectionId: string): Promise<void>
  clear(): void
}

const empty = { answer: null, asked: '', isSearching: false, fault: null }

/** A search as the answers make it, to be looked at. The newest one counts: an earlier one that comes later is dropped. */
export function createPlaygroundStore({ api }: { readonly api: Pick<Api, 'search'> }): StoreApi<PlaygroundState> {
  let running = new AbortController()
  return createStore<PlaygroundState>((set, get) => ({
    query: '',
    route: 'auto',
    topK: 10,
    kinds: [],
    ...empty,
    change: (choice) => set(choice),
    clear: () => set(empty),
    async search(collectionId) {
      const { query, route, topK, kinds } = get()
      const asked = query.trim()
      if (asked === '') return set(empty)
      running.abort()
      const mine = new AbortController()
      running = mine
      set({ isSearching: true, fault: null })
      const wish = { query: asked, route, top_k: topK, collection_ids: [collectionId] }
      try {
        const answer = await api.search.query(kinds.length === 0 ? wish : { ...wish, kinds: [...kinds] }, mine.signal)
        if (running === mine) set({ answer, asked, isSearching: false })
      } catch (error) {
        if (running === mine) set({ ...empty, fault: faultOf(error) })
      }
    },
  }))
}
