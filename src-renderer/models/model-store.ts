import { createStore, type StoreApi } from 'zustand/vanilla'
import type { LoadedModel, ModelEntry } from '../../src-shared/desktop/models.ts'
import type { FitEstimate } from '../../src-shared/models/fit.ts'
import type { ModelRow } from '../../src-shared/rows/model.ts'
import type { Api } from '../api.ts'

export interface ModelState {
  readonly entries: readonly ModelEntry[]
  readonly isLoaded: boolean
  /** What a model would need here, by its id; asked when it is first shown. */
  readonly fits: Readonly<Record<string, FitEstimate>>
  /** The model in memory. */
  readonly inMemory: LoadedModel | null
  reread(): Promise<void>
  rereadMemory(): Promise<void>
  askFit(id: string): Promise<void>
  download(id: string): Promise<void>
  pause(id: string): Promise<void>
  remove(id: string): Promise<void>
  importFile(path: string): Promise<void>
  addDemo(): Promise<void>
  load(id: string): Promise<void>
  unload(): Promise<void>
  changed(id: string, row: ModelRow | null): void
}

export function createModelStore({ api }: { readonly api: Pick<Api, 'models'> }): StoreApi<ModelState> {
  return createStore<ModelState>((set, get) => {
    const take = (row: ModelRow): void => get().changed(row.id, row)
    const reread = async (): Promise<void> => set({ entries: await api.models.list(), isLoaded: true })
    const rereadMemory = async (): Promise<void> => set({ inMemory: await api.models.loaded() })
    return {
      entries: [],
      isLoaded: false,
      fits: {},
      inMemory: null,
      reread,
      rereadMemory,
      async askFit(id) {
        if (id in get().fits) return
        const fit = await api.models.fit({ id })
        set({ fits: { ...get().fits, [id]: fit } })
      },
      download: async (id) => take(await api.models.download({ id })),
      pause: async (id) => take(await api.models.pause({ id })),
      async remove(id) {
        await api.models.remove({ id })
        await reread()
      },
      async importFile(path) {
        await api.models.import({ path })
        await reread()
      },
      async addDemo() {
        await api.models.addDemo()
        await reread()
      },
      async load(id) {
        for await (const inMemory of api.models.load({ id })) set({ inMemory })
        await rereadMemory()
      },
      async unload() {
        await api.models.unload()
        await rereadMemory()
      },
      changed(id, row) {
        const { entries } = get()
        const known = entries.some((entry) => entry.id === id)
        // What came or went as a whole line (an imported file, the demo) is listed by the core.
        if (row === null || !known) return void reread().catch(() => {})
        set({ entries: entries.map((entry) => (entry.id === id ? { ...entry, row } : entry)) })
        if (row.status === 'ready') void reread().catch(() => {})
      },
    }
  })
}

/** The model of a role that is used where none was chosen: the default of the settings, or the first there is. */
export function modelInUse(entries: readonly ModelEntry[], role: ModelEntry['role']): ModelEntry | undefined {
  const ready = entries.filter((entry) => entry.role === role && entry.row?.status === 'ready')
  return ready.find(({ isDefault }) => isDefault) ?? ready[0]
}

export const defaultChatModel = (entries: readonly ModelEntry[]): ModelEntry | undefined => modelInUse(entries, 'chat')
