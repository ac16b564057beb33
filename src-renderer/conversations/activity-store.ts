import { createStore, type StoreApi } from 'zustand/vanilla'
import type { MessageRow } from '../../src-shared/rows/message.ts'

type Answer = Pick<MessageRow, 'id' | 'conversation_id' | 'role' | 'status'>

export interface ActivityState {
  /** Chats an answer is being written in, with its id. */
  readonly answering: ReadonlyMap<string, string>
  /** Chats whose answer ended while another one was open. */
  readonly unread: ReadonlySet<string>
  messageChanged(row: Answer, openId: string | null): void
  opened(conversationId: string): void
  /** After a lost connection: what is still being written says so itself within moments. */
  forgetAnswering(): void
}

/** What goes on in chats that are not open. */
export function createActivityStore(): StoreApi<ActivityState> {
  return createStore<ActivityState>((set, get) => ({
    answering: new Map(),
    unread: new Set(),
    messageChanged({ id, conversation_id, role, status }, openId) {
      if (role !== 'assistant') return
      const known = get().answering.get(conversation_id)
      if (status === 'writing') {
        if (known !== id) set({ answering: new Map(get().answering).set(conversation_id, id) })
        return
      }
      if (known !== id) return
      const answering = new Map(get().answering)
      answering.delete(conversation_id)
      set({ answering, unread: conversation_id === openId ? get().unread : new Set([...get().unread, conversation_id]) })
    },
    opened(conversationId) {
      if (get().unread.has(conversationId)) set({ unread: new Set([...get().unread].filter((id) => id !== conversationId)) })
    },
    forgetAnswering: () => set({ answering: new Map() }),
  }))
}
