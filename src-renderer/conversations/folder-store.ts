import { createStore, type StoreApi } from 'zustand/vanilla'
import type { FolderRow } from '../../src-shared/rows/conversation.ts'
import type { Api } from '../api.ts'

export interface FolderState {
  readonly rows: ReadonlyMap<string, FolderRow>
  reread(): Promise<void>
  /** Last in the order; resolves with its id. */
  create(name: string): Promise<string>
  rename(id: string, name: string): Promise<void>
  /** Before another, or last. */
  move(id: string, beforeId: string | null): Promise<void>
  /** The chats in it stay. Resolves with what brings the folder back to its place, empty. */
  remove(id: string): Promise<() => Promise<void>>
  changed(id: string, row: FolderRow | null): void
}

export interface FolderDeps {
  readonly api: Pick<Api, 'folders'>
  readonly newId: () => string
}

export function createFolderStore({ api, newId }: FolderDeps): StoreApi<FolderState> {
  return createStore<FolderState>((set, get) => {
    const take = (row: FolderRow): void => get().changed(row.id, row)

    async function add(id: string, name: string): Promise<string> {
      take(await api.folders.create({ id, name }))
      return id
    }

    return {
      rows: new Map(),
      reread: async () => set({ rows: byId(await api.folders.list()) }),
      create: (name) => add(newId(), name),
      rename: async (id, name) => take(await api.folders.rename({ id, name })),
      move: async (id, beforeId) => set({ rows: byId(await api.folders.move({ id, before_id: beforeId })) }),
      async remove(id) {
        const before = inOrder(get().rows.values())
        const at = before.findIndex((folder) => folder.id === id)
        await api.folders.remove({ id })
        get().changed(id, null)
        return async () => {
          await add(id, before[at]?.name ?? '')
          await get().move(id, before[at + 1]?.id ?? null)
        }
      },
      changed(id, row) {
        const rows = new Map(get().rows)
        if (row === null) rows.delete(id)
        else rows.set(id, row)
        set({ rows })
      },
    }
  })
}

/** As the person put them. */
export const inOrder = (folders: Iterable<FolderRow>): FolderRow[] =>
  [...folders].sort((a, b) => a.position - b.position || a.name.localeCompare(b.name))

const byId = (rows: readonly FolderRow[]): ReadonlyMap<string, FolderRow> => new Map(rows.map((row) => [row.id, row]))
