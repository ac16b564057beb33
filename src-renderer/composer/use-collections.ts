import { useStore } from 'zustand'
import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import { usePage } from '../use-page.ts'
import { everyCollection } from './answering-collections.ts'

export interface ChosenCollections {
  readonly ids: readonly string[]
  choose(ids: readonly string[]): void
  /** Off and on again brings the same collections back. */
  toggle(): void
}

/** What the chat answers from: kept in its row, or until the first question in the page. */
export function useCollections(row: ConversationRow | undefined): ChosenCollections {
  const { choices, conversations, knowledge, toasts } = usePage()
  const collections = useStore(knowledge, (state) => state.collections)
  const forNew = useStore(choices, (state) => state.newCollectionIds)
  const every = everyCollection({ collections })
  const ids = row ? row.collection_ids : (forNew ?? every)
  const choose = (chosen: readonly string[]): void => {
    if (!row) return choices.getState().setNewCollections(chosen)
    void toasts.getState().attempt(() => conversations.getState().choose(row.id, { collection_ids: [...chosen] }))
  }
  const toggle = (): void => {
    const key = row?.id ?? 'new'
    if (ids.length === 0) return choose(choices.getState().lastCollectionIds[key] ?? every)
    choices.getState().rememberCollections(key, ids)
    choose([])
  }
  return { ids, choose, toggle }
}
