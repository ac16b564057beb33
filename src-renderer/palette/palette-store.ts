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
  /** Whether `answer` is to what stands in the field. */
  readonly isAnswered: boolean
  /** Whether the best that is found is to be opened as soon as the answer is there. */
  readonly isAwaited: boolean
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
  /** Opens the best that is found once it is known: what is shown may still belong to an earlier query. */
  openWhenAnswered(): void
}

/** Lines of a kind among all kinds, and on its own. */
const fewLines = 4
const manyLines = 50

const unasked = { isAnswered: true, isAwaited: false, chosenId: null }
const nothing = { ...unasked, answer: null, tookMs: null, fault: null }

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
      set({ isAnswered: false })
      const startedAt = clock()
      try {
        const answer = await api.find.everything({ query, limit: tab === 'all' ? fewLines : manyLines }, signal)
        if (!signal.aborted) set({ answer, tookMs: clock() - startedAt, fault: null, isAnswered: true })
      } catch (error) {
        if (!signal.aborted) set({ ...nothing, fault: faultOf(error) })
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
        set(query.trim() === '' ? { query, ...nothing } : { query, ...unasked })
        void ask()
      },
      showTab(tab) {
        set({ tab, ...unasked })
        void ask()
      },
      choose: (chosenId) => set({ chosenId, isAwaited: false }),
      openWhenAnswered: () => set({ isAwaited: true }),
    }
  })
}
