import { createStore, type StoreApi } from 'zustand/vanilla'
import { conversationError } from '../../src-shared/desktop/conversations.ts'
import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import type { Api } from '../api.ts'
import { createNewerChanges } from '../connection/newer-changes.ts'
import { faultOf } from '../fault-of.ts'
import { echoedWrites } from './echoed-writes.ts'
import { isSameRow, type Organisation } from './organise.ts'

export type ConversationView = 'active' | 'archived' | 'trash'

export interface ConversationState {
  /** Those that are listed, and of the archive and the trash what was read so far. */
  readonly rows: ReadonlyMap<string, ConversationRow>
  readonly isLoaded: boolean
  /** The one that was erased last, here or elsewhere. */
  readonly lastErased: string | null
  reread(): Promise<void>
  /** Reads the archive or the trash; from then on every reread does. */
  readView(view: ConversationView): Promise<void>
  /** Reads one that is not known yet, wherever it lies. */
  read(id: string): Promise<void>
  rename(id: string, title: string): Promise<void>
  /** Resolves with what takes it back: each chat to where it lay. */
  organise(ids: readonly string[], change: Organisation): Promise<() => Promise<void>>
  /** Erases chats of the trash for good. */
  erase(ids: readonly string[]): Promise<void>
  choose(id: string, choice: Partial<Pick<ConversationRow, 'collection_ids' | 'model_id' | 'persona_id'>>): Promise<void>
  /** A committed change of the core, or what was just answered; null when it is gone. */
  changed(id: string, row: ConversationRow | null): void
}

const pageSize = 500

type ListApi = Pick<Api, 'conversations'>

export function createConversationStore({ api }: { readonly api: ListApi }): StoreApi<ConversationState> {
  const views = new Set<ConversationView>(['active'])
  /** Those that were read one by one, wherever they lie. */
  const apart = new Set<string>()
  const newer = createNewerChanges<ConversationRow>()
  return createStore<ConversationState>((set, get) => {
    function takeAll(taken: readonly ConversationRow[]): void {
      for (const row of taken) newer.note(row.id, row)
      showAll(taken)
    }

    function showAll(shown: readonly ConversationRow[]): void {
      const news = shown.filter((row) => !isSameRow(get().rows.get(row.id), row))
      if (news.length > 0) set({ rows: new Map([...get().rows, ...byId(news)]) })
    }
    const { echo, organise } = echoedWrites({ api, takeAll, showAll, known: (id) => get().rows.get(id) })

    return {
      rows: new Map(),
      isLoaded: false,
      lastErased: null,
      async reread() {
        const rows = await newer.over(async () => {
          const listed = byId((await Promise.all([...views].map((view) => readAll(api, view)))).flat())
          const missing = [...apart].filter((id) => !listed.has(id))
          return [...listed, ...byId(await readEach(api, missing))]
        })
        set({ rows, isLoaded: true })
      },
      async readView(view) {
        views.add(view)
        const rows = await newer.over(async () => byId(await readAll(api, view)))
        // A reread that is under way may have begun without this view.
        takeAll([...rows.values()])
      },
      async read(id) {
        if (!get().rows.has(id)) takeAll([await api.conversations.get({ id })])
        apart.add(id)
      },
      rename: (id, title) => echo(id, { title }, () => api.conversations.change({ id, title })),
      organise,
      async erase(ids) {
        for (const id of ids) {
          await purge(api, id)
          get().changed(id, null)
        }
      },
      choose: (id, choice) => echo(id, choice, () => api.conversations.change({ id, ...choice })),
      changed(id, row) {
        if (row !== null) return takeAll([row])
        newer.note(id, null)
        apart.delete(id)
        const rows = new Map(get().rows)
        set({ lastErased: id, ...(rows.delete(id) ? { rows } : {}) })
      },
    }
  })
}

/** One that another window has erased meanwhile is gone as it should be. */
async function purge(api: ListApi, id: string): Promise<void> {
  try {
    await api.conversations.purge({ id })
  } catch (error) {
    if (faultOf(error).code !== conversationError.unknown) throw error
  }
}

/** What is gone meanwhile is left out. */
async function readEach(api: ListApi, ids: readonly string[]): Promise<ConversationRow[]> {
  const rows = await Promise.all(ids.map((id) => api.conversations.get({ id }).catch(() => undefined)))
  return rows.filter((row) => row !== undefined)
}

const byId = (rows: readonly ConversationRow[]): ReadonlyMap<string, ConversationRow> => new Map(rows.map((row) => [row.id, row]))

async function readAll(api: ListApi, view: ConversationView): Promise<ConversationRow[]> {
  const rows: ConversationRow[] = []
  let after: { before: number; before_id: string } | null = null
  do {
    const { items, next }: Awaited<ReturnType<typeof api.conversations.list>> = await api.conversations.list({
      view,
      limit: pageSize,
      ...(after ?? {}),
    })
    rows.push(...items)
    after = next
  } while (after !== null)
  return rows
}
