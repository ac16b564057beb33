import { createStore, type StoreApi } from 'zustand/vanilla'
import type * as bodies from './pages.tsx'

type Bodies = typeof bodies.pages

export interface PagesState {
  /** Null until they came. */
  readonly pages: Bodies | null
  load(): Promise<void>
}

export interface PagesDeps {
  readonly fetch: () => Promise<Bodies>
  /** Loads the window anew, where it stands. */
  readonly reload: () => void
  /** It was loaded anew to come here: what fails again would fail for ever. */
  readonly wasReloaded: boolean
}

const onDemand = import.meta.glob<Bodies>('./pages.tsx', { import: 'pages' })

/** Every place beside the chat: a chunk of its own, a third of the page's code. */
export function fetchPages(): Promise<Bodies> {
  const [load] = Object.values(onDemand)
  if (!load) throw new Error('the page was built without its places')
  return load()
}

/**
 * They are asked for once the chat stands, so that they are there before anybody goes to one of them, and no chat waits for them. A
 * browser does not fetch a module again that failed once, so what is wanted after that loads the window anew; what was typed is kept.
 */
export function createPages({ fetch, reload, wasReloaded }: PagesDeps): StoreApi<PagesState> {
  let hasFailed = false
  return createStore<PagesState>((set, get) => ({
    pages: null,
    async load() {
      if (get().pages !== null) return
      if (hasFailed && !wasReloaded) return reload()
      try {
        set({ pages: await fetch() })
      } catch (error) {
        hasFailed = true
        throw error
      }
    },
  }))
}
