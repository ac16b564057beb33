import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DocumentHeading } from '../../src-shared/engine/parser.ts'
import type { Fault } from '../../src-shared/errors/error-sentence.ts'
import type { TextRange } from '../../src-shared/find/match-terms.ts'
import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'
import type { Source } from '../../src-shared/rows/message.ts'
import type { Api } from '../api.ts'
import { faultOf } from '../fault-of.ts'

/** Kept text around what is looked at. */
export interface Excerpt {
  readonly document: DocumentRow
  readonly text: string
  /** Where it begins in the kept text. */
  readonly start: number
  readonly headings: readonly DocumentHeading[]
  /** What is brought into view, in the kept text. */
  readonly at: TextRange
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
  /** Whether the document's own pages are shown; as before until that is known of another one. */
  readonly hasPages: boolean
  /** Why they are not, though the file was unchanged when it was looked at. */
  readonly undrawn: Undrawn | null
  readonly fault: Fault | null
  open(messageId: string, sources: readonly Source[], number: number): Promise<void>
  step(by: 1 | -1): Promise<void>
  /** Shows another part of the same document. */
  show(at: TextRange): Promise<void>
  /** The pages could not be shown: what was kept of them is. */
  cannotDraw(reason: Undrawn): void
  close(): void
}

export type Undrawn = 'changed' | 'missing' | 'undrawable'

/** UTF-16 units shown before and behind the passage. */
const around = 6000
const closed = { sources: [], messageId: null, number: 0, excerpt: null, hasPages: false, undrawn: null, fault: null }

export function createSourceStore({ api }: { readonly api: Pick<Api, 'documents'> }): StoreApi<SourceState> {
  let reading = new AbortController()
  return createStore<SourceState>((set, get) => ({
    ...closed,
    async open(messageId, sources, number) {
      const source = sources[number - 1]
      if (!source) return
      const at: TextRange = [source.start, source.end]
      const before = get().excerpt
      const isSame = before?.document.id === source.document_id
      // The same document stays open: a large file is not fetched again for its next passage.
      const kept = isSame ? { excerpt: { ...before, at } } : { excerpt: null, undrawn: null }
      set({ messageId, sources, number, fault: null, ...kept })
      await get().show(at)
    },
    async step(by) {
      const { messageId, sources, number } = get()
      if (messageId !== null) await get().open(messageId, sources, number + by)
    },
    async show(at) {
      const source = get().sources[get().number - 1]
      if (!source) return
      reading.abort()
      reading = new AbortController()
      const { signal } = reading
      try {
        const excerpt = await readExcerpt(api, { source, at, signal })
        if (signal.aborted) return
        const isOther = excerpt.document.content_hash !== get().excerpt?.document.content_hash
        const undrawn = isOther ? null : get().undrawn
        set({ excerpt, undrawn, hasPages: isDrawable(excerpt) && undrawn === null, fault: null })
      } catch (error) {
        if (!signal.aborted) set({ fault: faultOf(error) })
      }
    },
    cannotDraw(reason) {
      set({ undrawn: reason, hasPages: false })
    },
    close() {
      reading.abort()
      set(closed)
    },
  }))
}

const isDrawable = ({ document, original }: Excerpt): boolean => document.kind === 'pdf' && original === 'unchanged'

interface ExcerptPlace {
  readonly source: Source
  readonly at: TextRange
  readonly signal: AbortSignal
}

async function readExcerpt(api: Pick<Api, 'documents'>, { source, at, signal }: ExcerptPlace): Promise<Excerpt> {
  const [from, to] = at
  const wanted = { id: source.document_id, start: Math.max(0, from - around), end: to + around }
  return { ...(await api.documents.read(wanted, signal)), at }
}
