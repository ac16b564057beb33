import { createStore, type StoreApi } from 'zustand/vanilla'
import type { LanguageRow } from '../../src-shared/rows/language.ts'
import type { Api } from '../api.ts'

export interface LanguageState {
  /** Those the person added, by name; null before they were asked for. */
  readonly added: readonly LanguageRow[] | null
  reread(): Promise<void>
  /** Errors: `languageError`. */
  add(file: Pick<File, 'arrayBuffer'>): Promise<LanguageRow>
  remove(tag: string): Promise<void>
  changed(tag: string, row: LanguageRow | null): void
}

export function createLanguageStore({ api }: { readonly api: Pick<Api, 'languages'> }): StoreApi<LanguageState> {
  return createStore<LanguageState>((set, get) => ({
    added: null,
    reread: async () => set({ added: await api.languages.list() }),
    async add(file) {
      const row = await api.languages.add({ bytes: new Uint8Array(await file.arrayBuffer()) })
      get().changed(row.tag, row)
      return row
    },
    async remove(tag) {
      await api.languages.remove({ tag })
      get().changed(tag, null)
    },
    changed(tag, row) {
      const others = (get().added ?? []).filter((each) => each.tag !== tag)
      set({ added: row === null ? others : [...others, row].toSorted((a, b) => a.name.localeCompare(b.name)) })
    },
  }))
}
