import { createStore, type StoreApi } from 'zustand/vanilla'
import type { FindAnswer, FindFilters, FindKind } from '../../src-shared/desktop/find.ts'
import type { Fault } from '../../src-shared/errors/error-sentence.ts'
import type { Api } from '../api.ts'
import { faultOf } from '../fault-of.ts'

export interface SearchChoice {
  readonly query: string
  readonly kind: FindKind
  readonly filters: FindFilters
}

export interface SearchState extends SearchChoice {
  /** As many of each kind as were asked for so far; null before the first question. */
  readonly answer: FindAnswer | null
  readonly tookMs: number | null
  readonly isSearching: boolean
  readonly fault: Fault | null
  change(choice: Partial<SearchChoice>): void
  /** Reads the next lines of the kind that is shown. */
  more(): Promise<void>
  /** Asks the same again. */
  again(): void
}

export const linesAtOnce = 30

export interface SearchDeps {
  readonly api: Pick<Api, 'find'>
  /** Milliseconds that only grow. */
  readonly clock?: () => number
}

/** The page that searches everything. Only the answer to what is asked last is shown. */
export function createSearchStore({ api, clock = () => performance.now() }: SearchDeps): StoreApi<SearchState> {
  let asking = new AbortController()
  return createStore<SearchState>((set, get) => {
    async function ask(): Promise<void> {
      asking.abort()
      asking = new AbortController()
      const { signal } = asking
      const { query, filters } = get()
      if (query.trim() === '') return set({ answer: null, tookMs: null, isSearching: false, fault: null })
      set({ isSearching: true })
      const startedAt = clock()
      try {
        const answer = await api.find.everything({ query, filters, limit: linesAtOnce }, signal)
        if (!signal.aborted) set({ answer, tookMs: clock() - startedAt, isSearching: false, fault: null })
      } catch (error) {
        if (!signal.aborted) set({ answer: null, tookMs: null, isSearching: false, fault: faultOf(error) })
      }
    }

    return {
      query: '',
      kind: 'messages',
      filters: {},
      answer: null,
      tookMs: null,
      isSearching: false,
      fault: null,
      change(choice) {
        set(choice)
        if (choice.query !== undefined || choice.filters !== undefined) void ask()
      },
      async more() {
        const { answer, query, kind, filters } = get()
        if (answer === null) return
        const { signal } = asking
        const offset = answer[kind].items.length
        const next = await api.find.everything({ query, filters, kinds: [kind], limit: linesAtOnce, offset }, signal)
        if (!signal.aborted) set({ answer: joined(answer, next, kind) })
      },
      again: () => void ask(),
    }
  })
}

/** What was shown, with the next lines of one kind behind its last. */
function joined(answer: FindAnswer, next: FindAnswer, kind: FindKind): FindAnswer {
  if (kind === 'conversations') return { ...answer, conversations: behind(answer.conversations, next.conversations) }
  if (kind === 'messages') return { ...answer, messages: behind(answer.messages, next.messages) }
  return { ...answer, documents: behind(answer.documents, next.documents) }
}

const behind = <T, F extends { readonly items: T[] }>(shown: F, next: F): F => ({
  ...next,
  items: [...shown.items, ...next.items],
})
