import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import type { Api } from '../api.ts'

export interface ConversationState {
  readonly rows: ReadonlyMap<string, ConversationRow>
  readonly isLoaded: boolean
  reread(): Promise<void>
  rename(id: string, title: string): Promise<void>
  pin(id: string, pinned: boolean): Promise<void>
  trash(id: string): Promise<void>
  restore(id: string): Promise<void>
  choose(id: string, choice: { readonly collection_ids?: string[]; readonly model_id?: string | null }): Promise<void>
  /** A committed change of the core, or what was just answered; null when it is gone. */
  changed(id: string, row: ConversationRow | null): void
}

const pageSize = 500

export function createConversationStore({ api }: { readonly api: Pick<Api, 'conversations'> }): StoreApi<ConversationState> {
  return createStore<ConversationState>((set, get) => {
    const take = (row: ConversationRow): void => get().changed(row.id, row)

    /** What the person did shows at once and is taken back when the core refuses. */
    async function echo(id: string, change: Partial<ConversationRow>, ask: () => Promise<ConversationRow>): Promise<void> {
      const before = get().rows.get(id)
      if (before) take({ ...before, ...change })
      try {
        take(await ask())
      } catch (error) {
        if (before) take(before)
        throw error
      }
    }

    return {
      rows: new Map(),
      isLoaded: false,
      async reread() {
        const rows = await readAll(api)
        set({ rows: new Map(rows.map((row) => [row.id, row])), isLoaded: true })
      },
      rename: (id, title) => echo(id, { title }, () => api.conversations.change({ id, title })),
      pin: (id, pinned) => echo(id, { pinned }, () => api.conversations.change({ id, pinned })),
      trash: (id) => echo(id, { deleted_at: Date.now() }, () => api.conversations.trash({ id })),
      restore: (id) => echo(id, { deleted_at: null }, () => api.conversations.restore({ id })),
      choose: (id, choice) => echo(id, choice, () => api.conversations.change({ id, ...choice })),
      changed(id, row) {
        const rows = new Map(get().rows)
        if (row === null) rows.delete(id)
        else rows.set(id, row)
        set({ rows })
      },
    }
  })
}

async function readAll(api: Pick<Api, 'conversations'>): Promise<ConversationRow[]> {
  const rows: ConversationRow[] = []
  let after: { before: number; before_id: string } | null = null
  do {
    const { items, next }: Awaited<ReturnType<typeof api.conversations.list>> = await api.conversations.list({
      limit: pageSize,
      ...(after ?? {}),
    })
    rows.push(...items)
    after = next
  } while (after !== null)
  return rows
}
