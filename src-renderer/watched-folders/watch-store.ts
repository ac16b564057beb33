import { createStore, type StoreApi } from 'zustand/vanilla'
import type { WatchedFolderRow } from '../../src-shared/rows/watched-folder.ts'
import type { Api } from '../api.ts'

/** Which files of a folder count, as it is typed: patterns a line. */
export interface WatchRules {
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  readonly use_gitignore: boolean
}

export interface NewWatch extends WatchRules {
  readonly collection_id: string
  readonly path: string
}

export type WatchPreview = Awaited<ReturnType<Api['watchedFolders']['preview']>>

export interface WatchState {
  readonly folders: ReadonlyMap<string, WatchedFolderRow>
  reread(): Promise<void>
  /** What would be read, before anything is. */
  preview(path: string, rules: WatchRules, signal: AbortSignal): Promise<WatchPreview>
  add(watch: NewWatch): Promise<void>
  change(id: string, rules: WatchRules): Promise<void>
  pause(id: string): Promise<void>
  resume(id: string): Promise<void>
  compare(id: string): Promise<void>
  /** Every file vanished, and that is meant. */
  acceptEmptied(id: string): Promise<void>
  remove(id: string, documents: 'keep' | 'remove'): Promise<void>
  changed(id: string, row: WatchedFolderRow | null): void
}

export interface WatchDeps {
  readonly api: Pick<Api, 'watchedFolders'>
  readonly newId: () => string
}

export function createWatchStore({ api, newId }: WatchDeps): StoreApi<WatchState> {
  return createStore<WatchState>((set, get) => {
    const keep = (row: WatchedFolderRow): void => get().changed(row.id, row)
    return {
      folders: new Map(),
      reread: async () => set({ folders: new Map((await api.watchedFolders.list()).map((row) => [row.id, row])) }),
      preview: (path, rules, signal) => api.watchedFolders.preview({ path, ...copied(rules) }, signal),
      add: async ({ collection_id, path, ...rules }) =>
        keep(await api.watchedFolders.add({ id: newId(), collection_id, path, ...copied(rules) })),
      change: async (id, rules) => keep(await api.watchedFolders.change({ id, ...copied(rules) })),
      pause: async (id) => keep(await api.watchedFolders.pause({ id })),
      resume: async (id) => keep(await api.watchedFolders.resume({ id })),
      compare: async (id) => keep(await api.watchedFolders.compare({ id })),
      acceptEmptied: async (id) => keep(await api.watchedFolders.acceptEmptied({ id })),
      async remove(id, documents) {
        await api.watchedFolders.remove({ id, documents })
        get().changed(id, null)
      },
      changed(id, row) {
        const folders = new Map(get().folders)
        if (row === null) folders.delete(id)
        else folders.set(id, row)
        set({ folders })
      },
    }
  })
}

const copied = ({ include, exclude, use_gitignore }: WatchRules) => ({
  include: [...include],
  exclude: [...exclude],
  use_gitignore,
})
