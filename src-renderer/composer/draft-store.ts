import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DraftRow } from '../../src-shared/rows/conversation.ts'
import type { Api } from '../api.ts'

export interface DraftState {
  /** Text typed and not sent, by conversation; `new` is the chat that does not exist yet. Absent until it was read. */
  readonly texts: Readonly<Record<string, string>>
  read(id: string): Promise<void>
  /** Versions of questions of a chat that are being written, by question: each is the draft of its id. */
  readEdits(conversationId: string): Promise<Readonly<Record<string, string>>>
  write(id: string, text: string): void
  /** The person types: what was kept and is not read yet goes before it. */
  type(id: string, text: string): void
  /** Something was written there since the page was opened. */
  isTyped(id: string): boolean
  /** Empties the field and leaves the core's copy, until `write` says what became of the words. */
  hide(id: string): void
  /** Keeps now what was typed; also when the window loses the focus. */
  keep(id: string): Promise<void>
  /** After a lost connection: keeps what could not be kept meanwhile. */
  keepAll(): Promise<void>
  changed(id: string, row: DraftRow | null): void
}

export interface DraftDeps {
  readonly api: Pick<Api, 'drafts'>
  readonly delayMs?: number
}

export function createDraftStore({ api, delayMs = 250 }: DraftDeps): StoreApi<DraftState> {
  /** What the core does not have yet. A change from elsewhere never overwrites it. */
  const unsaved = new Map<string, ReturnType<typeof setTimeout> | undefined>()
  /** Words on their way to the core. */
  const hidden = new Set<string>()
  /** What was typed before the kept words were there. */
  const early = new Set<string>()
  const typedAt = new Map<string, number>()
  const isOurs = (id: string): boolean => unsaved.has(id) || hidden.has(id)

  return createStore<DraftState>((set, get) => ({
    texts: {},
    ...reading({ api, get, set, isOurs, early }),
    write(id, text) {
      set({ texts: { ...get().texts, [id]: text } })
      clearTimeout(unsaved.get(id))
      hidden.delete(id)
      typedAt.set(id, Date.now())
      // A draft that cannot be kept now stays in `unsaved` until the connection is back.
      unsaved.set(
        id,
        setTimeout(() => void get().keep(id), delayMs),
      )
    },
    type(id, text) {
      if (!(id in get().texts)) early.add(id)
      get().write(id, text)
    },
    isTyped: (id) => typedAt.has(id),
    hide(id) {
      clearTimeout(unsaved.get(id))
      hidden.add(id)
      set({ texts: { ...get().texts, [id]: '' } })
    },
    async keep(id) {
      // Else the words that are there would be taken for old ones and be replaced by those behind them.
      if (early.has(id))
        await get()
          .read(id)
          .catch(() => {})
      if (early.has(id)) return
      // What is on its way is kept as it was: the core lets go of it with the question.
      if (!unsaved.has(id) || hidden.has(id)) return
      const text = get().texts[id] ?? ''
      clearTimeout(unsaved.get(id))
      const kept = await put(api, { id, text, typed_at: typedAt.get(id) ?? Date.now() })
      if (kept === undefined || get().texts[id] !== text) return
      unsaved.delete(id)
      // Another window was typed in since: its words are the newer ones.
      if (kept !== text) set({ texts: { ...get().texts, [id]: kept } })
    },
    async keepAll() {
      await Promise.all([...unsaved.keys()].map((id) => get().keep(id)))
    },
    changed(id, row) {
      if (!isOurs(id) && id in get().texts) set({ texts: { ...get().texts, [id]: row?.text ?? '' } })
    },
  }))
}

interface Reading extends Pick<DraftDeps, 'api'> {
  readonly get: StoreApi<DraftState>['getState']
  readonly set: StoreApi<DraftState>['setState']
  readonly isOurs: (id: string) => boolean
  readonly early: Set<string>
}

function reading({ api, get, set, isOurs, early }: Reading): Pick<DraftState, 'read' | 'readEdits'> {
  return {
    async read(id) {
      if (isOurs(id) && !early.has(id)) return
      const kept = await api.drafts.get({ id })
      const isEarly = early.delete(id)
      if (isOurs(id) && !isEarly) return
      const typed = isEarly ? (get().texts[id] ?? '') : ''
      set({ texts: { ...get().texts, [id]: kept + typed } })
    },
    async readEdits(conversation_id) {
      const kept = await api.drafts.ofQuestions({ conversation_id })
      return Object.fromEntries(Object.entries(kept).filter(([id]) => !isOurs(id)))
    },
  }
}

/** What is kept now; undefined when the core could not be asked. */
async function put(api: Pick<Api, 'drafts'>, draft: Parameters<Api['drafts']['put']>[0]): Promise<string | undefined> {
  try {
    return await api.drafts.put(draft)
  } catch {
    return undefined
  }
}
