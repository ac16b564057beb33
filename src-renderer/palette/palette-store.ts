import { createStore, type StoreApi } from 'zustand/vanilla'
import type { FindAnswer } from '../../src-shared/desktop/find.ts'
import type { Fault } from '../../src-shared/errors/error-sentence.ts'
import type { Api } from '../api.ts'
import { faultOf } from '../fault-of.ts'

export const paletteTabs = ['all', 'conversations', 'messages', 'documents', 'commands'] as const
export type PaletteTab = (typeof paletteTabs)[number]

export interface PaletteState {
  readonly isOpen: boolean
  readonly query: string
  readonly tab: PaletteTab
  /** What was found for an earlier query stays until the next answer is there. */
  readonly answer: FindAnswer | null
  /** From the key to the answer. */
  readonly tookMs: number | null
  readonly fault: Fault | null
  /** The line the arrow keys went to; null is the one that suggests itself. */
  readonly chosenId: string | null
  open(query?: string): void
  close(): void
  toggle(): void
  write(query: string): void
  showTab(tab: PaletteTab): void
  choose(id: string): void
}

/** Lines of a kind among all kinds, and on its own. */
const fewLines = 4
const manyLines = 50

const nothing = { answer: null, tookMs: null, fault: null, chosenId: null }

export interface PaletteDeps {
  readonly api: Pick<Api, 'find'>
  /** Milliseconds that only grow. */
  readonly clock?: () => number
}

/** The palette that finds everything. Only the answer to what is asked last is shown. */
export function createPaletteStore({ api, clock = () => performance.now() }: PaletteDeps): StoreApi<PaletteState> {
  let asking = new AbortController()
  return createStore<PaletteState>((set, get) => {
    async function ask(): Promise<void> {
      asking.abort()
      asking = new AbortController()
      const { signal } = asking
      const { query, tab } = get()
      if (query.trim() === '' || tab === 'commands') return
      const startedAt = clock()
      try {
        const answer = await api.find.everything({ query, limit: tab === 'all' ? fewLines : manyLines }, signal)
        if (!signal.aborted) set({ answer, tookMs: clock() - startedAt, fault: null })
      } catch (error) {
        if (!signal.aborted) set({ answer: null, tookMs: null, fault: faultOf(error) })
      }
    }

    return {
      isOpen: false,
      query: '',
      tab: 'all',
      ...nothing,
      open(query = '') {
        set({ isOpen: true, query, tab: 'all', ...nothing })
        void ask()
      },
      close() {
        asking.abort()
        set({ isOpen: false })
      },
      toggle: () => (get().isOpen ? get().close() : get().open()),
      write(query) {
        set(query.trim() === '' ? { query, ...nothing } : { query, chosenId: null })
        void ask()
      },
      showTab(tab) {
        set({ tab, chosenId: null })
        void ask()
      },
      choose: (chosenId) => set({ chosenId }),
    }
  })
}
