import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Fault } from '../../src-shared/errors/error-sentence.ts'
import type { Source } from '../../src-shared/rows/message.ts'
import type { Api } from '../api.ts'
import { faultOf } from '../fault-of.ts'

/** Text around a cited passage, cut where the document has it. */
export interface Excerpt {
  readonly before: string
  readonly passage: string
  readonly after: string
  /** Whether the file on disk is still the one that was read. */
  readonly original: 'unchanged' | 'changed' | 'missing' | 'none'
}

export interface SourceState {
  /** The sources of one answer, first is [1]; empty while the viewer is closed. */
  readonly sources: readonly Source[]
  readonly messageId: string | null
  /** From 1, as cited. */
  readonly number: number
  readonly excerpt: Excerpt | null
  readonly fault: Fault | null
  open(messageId: string, sources: readonly Source[], number: number): Promise<void>
  step(by: 1 | -1): Promise<void>
  close(): void
}

/** UTF-16 units shown before and behind the passage. */
const around = 6000
const closed = { sources: [], messageId: null, number: 0, excerpt: null, fault: null }

export function createSourceStore({ api }: { readonly api: Pick<Api, 'documents'> }): StoreApi<SourceState> {
  return createStore<SourceState>((set, get) => ({
    ...closed,
    async open(messageId, sources, number) {
      const source = sources[number - 1]
      if (!source) return
      set({ messageId, sources, number, excerpt: null, fault: null })
      const isShown = (): boolean => get().sources[get().number - 1] === source
      try {
        const excerpt = await readExcerpt(api, source)
        if (isShown()) set({ excerpt })
      } catch (error) {
        if (isShown()) set({ fault: faultOf(error) })
      }
    },
    async step(by) {
      const { messageId, sources, number } = get()
      if (messageId !== null) await get().open(messageId, sources, number + by)
    },
    close: () => set(closed),
  }))
}

async function readExcerpt(api: Pick<Api, 'documents'>, source: Source): Promise<Excerpt> {
  const wanted = { id: source.document_id, start: Math.max(0, source.start - around), end: source.end + around }
  const { text, start, original } = await api.documents.read(wanted)
  const [from, to] = [source.start - start, source.end - start]
  return { before: text.slice(0, from), passage: text.slice(from, to), after: text.slice(to), original }
}
