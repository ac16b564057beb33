import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TaggedRow, TagRow } from '../../src-shared/rows/conversation.ts'
import type { Api } from '../api.ts'
import { createNewerChanges } from '../connection/newer-changes.ts'

export interface TagState {
  readonly rows: ReadonlyMap<string, TagRow>
  /** The tags of each chat that has any. */
  readonly tagged: ReadonlyMap<string, readonly string[]>
  reread(): Promise<void>
  create(name: string): Promise<string>
  /** Takes it off every chat too. */
  remove(id: string): Promise<void>
  /** Puts the tag on each of these chats, or takes it off. */
  mark(conversationIds: readonly string[], tagId: string, isOn: boolean): Promise<void>
  changed(id: string, row: TagRow | null): void
  assigned(conversationId: string, row: Pick<TaggedRow, 'tag_ids'> | null): void
}

export interface TagDeps {
  readonly api: Pick<Api, 'tags'>
  readonly newId: () => string
}

export function createTagStore({ api, newId }: TagDeps): StoreApi<TagState> {
  const newer = { rows: createNewerChanges<TagRow>(), tagged: createNewerChanges<readonly string[]>() }
  return createStore<TagState>((set, get) => ({
    rows: new Map(),
    tagged: new Map(),
    async reread() {
      const tags = async (): Promise<void> =>
        set({ rows: await newer.rows.over(async () => (await api.tags.list()).map((tag) => [tag.id, tag] as const)) })
      const assigned = async (): Promise<void> => set({ tagged: await newer.tagged.over(() => readAssigned(api)) })
      await Promise.all([tags(), assigned()])
    },
    async create(name) {
      const row = await api.tags.create({ id: newId(), name })
      get().changed(row.id, row)
      return row.id
    },
    async remove(id) {
      await api.tags.remove({ id })
      get().changed(id, null)
    },
    async mark(conversationIds, tagId, isOn) {
      // As the core has them: what the page has not heard of yet would be taken off.
      const kept = new Map(await readAssigned(api))
      for (const conversation_id of conversationIds) {
        const others = (kept.get(conversation_id) ?? []).filter((id) => id !== tagId)
        const tag_ids = isOn ? [...others, tagId] : others
        await api.tags.assign({ conversation_id, tag_ids })
        get().assigned(conversation_id, { tag_ids })
      }
    },
    changed(id, row) {
      newer.rows.note(id, row)
      const rows = new Map(get().rows)
      if (row !== null) return set({ rows: rows.set(id, row) })
      rows.delete(id)
      const tagged = [...get().tagged].map(([chat, tags]) => [chat, tags.filter((tag) => tag !== id)] as const)
      set({ rows, tagged: new Map(tagged) })
    },
    assigned(conversationId, row) {
      newer.tagged.note(conversationId, row?.tag_ids ?? null)
      const tagged = new Map(get().tagged)
      if (row === null) tagged.delete(conversationId)
      else tagged.set(conversationId, row.tag_ids)
      set({ tagged })
    },
  }))
}

const readAssigned = async (api: TagDeps['api']): Promise<(readonly [string, readonly string[]])[]> =>
  (await api.tags.assigned()).map(({ conversation_id, tag_ids }) => [conversation_id, tag_ids])
