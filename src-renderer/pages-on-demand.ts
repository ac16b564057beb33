import { createStore, type StoreApi } from 'zustand/vanilla'
import type * as bodies from './pages.tsx'

export interface PagesState {
  /** Null until they came. */
  readonly pages: typeof bodies.pages | null
  load(): Promise<void>
}

const onDemand = import.meta.glob<typeof bodies.pages>('./pages.tsx', { import: 'pages' })

/**
 * Every place beside the chat: a chunk of its own, a third of the page's code. It is asked for once the chat stands, so that it is
 * there before anybody goes to one of them, and no chat waits for it.
 */
export function createPages(): StoreApi<PagesState> {
  return createStore<PagesState>((set, get) => ({
    pages: null,
    async load() {
      if (get().pages !== null) return
      const [load] = Object.values(onDemand)
      if (!load) throw new Error('the page was built without its places')
      set({ pages: await load() })
    },
  }))
}
