import { createStore, type StoreApi } from 'zustand/vanilla'
import type { PersonaInput } from '../../src-shared/desktop/personas.ts'
import type { PersonaRow } from '../../src-shared/rows/persona.ts'
import type { Api } from '../api.ts'

export interface PersonaState {
  /** In the person's order. */
  readonly rows: readonly PersonaRow[]
  readonly isLoaded: boolean
  /** What the chat that does not exist yet will be answered by. */
  readonly newPersonaId: string | null
  reread(): Promise<void>
  put(persona: Omit<PersonaInput, 'id'> & { readonly id?: string }): Promise<PersonaRow>
  move(id: string, position: number): Promise<void>
  /** Chats that use it. */
  countUse(id: string): Promise<number>
  /** Resolves with the number of chats that used it. */
  remove(id: string): Promise<number>
  chooseForNew(id: string | null): void
  changed(id: string, row: PersonaRow | null): void
}

export interface PersonaDeps {
  readonly api: Pick<Api, 'personas'>
  readonly newId: () => string
}

export function createPersonaStore({ api, newId }: PersonaDeps): StoreApi<PersonaState> {
  return createStore<PersonaState>((set, get) => ({
    rows: [],
    isLoaded: false,
    newPersonaId: null,
    reread: async () => set({ rows: await api.personas.list(), isLoaded: true }),
    async put(persona) {
      const row = await api.personas.put({ ...persona, id: persona.id ?? newId() })
      get().changed(row.id, row)
      return row
    },
    move: async (id, position) => set({ rows: await api.personas.move({ id, position }) }),
    countUse: async (id) => (await api.personas.use({ id })).conversations,
    async remove(id) {
      const { conversations } = await api.personas.remove({ id })
      get().changed(id, null)
      return conversations
    },
    chooseForNew: (newPersonaId) => set({ newPersonaId }),
    changed(id, row) {
      const others = get().rows.filter((persona) => persona.id !== id)
      if (row === null && get().newPersonaId === id) set({ newPersonaId: null })
      set({ rows: row === null ? others : [...others, row].toSorted(inOrder) })
    },
  }))
}

const inOrder = (a: PersonaRow, b: PersonaRow): number => a.position - b.position || a.created_at - b.created_at
