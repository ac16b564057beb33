import type { PersonalStore } from './personal-store.ts'

export interface IndexFiles {
  forget(userId: string): Promise<void>
  knows(userId: string): Promise<boolean>
}

/** What this process's index was made of the documents. The other processes find by themselves, within the hour, that they are gone. */
export const indexPersonalData = (index: IndexFiles): PersonalStore => ({
  name: 'search_index',
  collect: async () => ({}),
  erase: (userId) => index.forget(userId),
  count: async (userId) => Number(await index.knows(userId)),
})
