import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TemplateRow } from '../../src-shared/rows/template.ts'
import type { Api } from '../api.ts'

export interface TemplateWords {
  readonly name: string
  readonly text: string
}

export interface TemplateState {
  /** By name. */
  readonly templates: readonly TemplateRow[]
  readonly isLoaded: boolean
  readonly isManaging: boolean
  reread(): Promise<void>
  /** Adds one, or changes the one with this id. */
  put(words: TemplateWords, id?: string): Promise<void>
  remove(id: string): Promise<void>
  changed(id: string, row: TemplateRow | null): void
  /** Opens and closes the list in which they are changed. */
  manage(isManaging: boolean): void
}

export interface TemplateDeps {
  readonly api: Pick<Api, 'templates'>
  readonly newId: () => string
}

export function createTemplateStore({ api, newId }: TemplateDeps): StoreApi<TemplateState> {
  return createStore<TemplateState>((set, get) => ({
    templates: [],
    isLoaded: false,
    isManaging: false,
    reread: async () => set({ templates: (await api.templates.list()).toSorted(byName), isLoaded: true }),
    async put(words, id = newId()) {
      get().changed(id, await api.templates.put({ id, ...words }))
    },
    async remove(id) {
      await api.templates.remove({ id })
      get().changed(id, null)
    },
    changed(id, row) {
      const others = get().templates.filter((template) => template.id !== id)
      set({ templates: row === null ? others : [...others, row].toSorted(byName) })
    },
    manage: (isManaging) => set({ isManaging }),
  }))
}

const byName = (a: TemplateRow, b: TemplateRow): number => a.name.localeCompare(b.name)

/** Those whose name holds the words, the ones that begin with them first. */
export function matchingTemplates(templates: readonly TemplateRow[], query: string): TemplateRow[] {
  const wanted = query.trim().toLocaleLowerCase()
  const isIn = ({ name }: TemplateRow): number => name.toLocaleLowerCase().indexOf(wanted)
  return templates.filter((row) => isIn(row) >= 0).toSorted((a, b) => Number(isIn(a) > 0) - Number(isIn(b) > 0))
}
