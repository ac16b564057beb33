import { conversationError } from '../../src-shared/desktop/conversations.ts'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { faultOf } from '../fault-of.ts'
import { confirmAsked } from './confirm-asked.ts'
import { growRow } from './grow-answer.ts'
import { mergeRow } from './merge-rows.ts'
import { emptyThread, type ThreadFacts, type ThreadKit, type ThreadPages } from './thread-state.ts'

const fewest = 60
const most = 500

export function threadPages(kit: ThreadKit): ThreadPages {
  const { api, get, set, onConversation } = kit

  /** Replaces what is shown by another part of the chat, once that is here. */
  async function showPart(where: { readonly around_id?: string }, facts: Partial<ThreadFacts>): Promise<void> {
    const { conversationId, part } = get()
    if (conversationId === null) return
    const page = await api.messages.page({ conversation_id: conversationId, limit: fewest, ...where })
    if (get().part !== part) return
    const items = page.items.map((row) => growRow(kit, row))
    set({ items, ...moreOf(page), siblings: page.siblings, part: part + 1, isLoading: false, ...facts })
  }

  return {
    refresh: () => refresh(kit),

    async open(conversationId) {
      const { part, endWanted, edits, items } = get()
      if (get().conversationId === conversationId && (conversationId === null || items.length > 0)) return
      set({ ...emptyThread, conversationId, isLoading: conversationId !== null, part: part + 1, endWanted, edits })
      const opened = get().part
      try {
        await showPart({}, {})
      } finally {
        if (get().part === opened) set({ isLoading: false })
      }
    },

    loadOlder: () => extend(kit, 'older'),
    loadNewer: () => extend(kit, 'newer'),

    async toNewest() {
      const endWanted = get().endWanted + 1
      if (get().hasNewer) await showPart({}, { landing: null, endWanted })
      else set({ endWanted })
    },

    async land(messageId) {
      const landing = { messageId }
      if (get().items.some(({ id }) => id === messageId)) return set({ landing })
      onConversation(await api.messages.select({ id: messageId }))
      await showPart({ around_id: messageId }, { landing })
    },

    async select(messageId) {
      onConversation(await api.messages.select({ id: messageId }))
      set({ hasNewer: false })
      await refresh(kit)
      // The branch below it may be longer than what is read of it.
      if (!get().items.some(({ id }) => id === messageId)) await showPart({ around_id: messageId }, {})
    },
  }
}

async function refresh(kit: ThreadKit): Promise<void> {
  const { get, set } = kit
  await confirmAsked(kit)
  const { conversationId, part } = get()
  if (conversationId === null) return
  const page = await rereadPart(kit, conversationId)
  if (get().conversationId !== conversationId || get().part !== part) return
  const known = new Map(get().items.map((item) => [item.id, item]))
  const merged = page.items.map((row) => growRow(kit, mergeRow(known.get(row.id), row)))
  const above = loadedAbove(get().items, merged[0])
  const more = above.length > 0 ? { hasMore: get().hasMore, hasNewer: page.has_newer } : moreOf(page)
  set({ items: [...above, ...merged], siblings: { ...siblingsOf(get(), above), ...page.siblings }, ...more })
}

/** The end of the branch, or the part that is shown where that is not its end. */
async function rereadPart({ api, get }: ThreadKit, conversation_id: string) {
  const { items, hasNewer } = get()
  const limit = Math.min(most, Math.max(fewest, items.length))
  const middle = hasNewer ? items[items.length >> 1] : undefined
  if (middle === undefined) return await api.messages.page({ conversation_id, limit })
  try {
    return await api.messages.page({ conversation_id, limit, around_id: middle.id })
  } catch (error) {
    if (faultOf(error).code !== conversationError.unknownMessage) throw error
    return await api.messages.page({ conversation_id, limit })
  }
}

/** What was loaded above the first row of a page and is above it still: the path to a message never changes. */
function loadedAbove(items: readonly MessageRow[], first: MessageRow | undefined): readonly MessageRow[] {
  const at = first === undefined ? -1 : items.findIndex(({ id }) => id === first.id)
  return at > 0 ? items.slice(0, at) : []
}

const siblingsOf = ({ siblings }: ThreadFacts, rows: readonly MessageRow[]): ThreadFacts['siblings'] =>
  Object.fromEntries(rows.flatMap(({ id }) => (siblings[id] ? [[id, siblings[id]]] : [])))

const moreOf = ({ has_more, has_newer }: { readonly has_more: boolean; readonly has_newer: boolean }) => ({
  hasMore: has_more,
  hasNewer: has_newer,
})

/** Puts the next page above or below what is shown. One at a time. */
async function extend(kit: ThreadKit, side: 'older' | 'newer'): Promise<void> {
  const { api, get, set } = kit
  const { conversationId, items, hasMore, hasNewer, isLoading, part } = get()
  const [edge, has] = side === 'older' ? [items[0], hasMore] : [items.at(-1), hasNewer]
  if (conversationId === null || !edge || !has || isLoading) return
  const from = side === 'older' ? { before_id: edge.id } : { after_id: edge.id }
  set({ isLoading: true })
  const page = await api.messages.page({ conversation_id: conversationId, ...from }).finally(() => {
    if (get().part === part) set({ isLoading: false })
  })
  const now = get()
  const edgeNow = side === 'older' ? now.items[0] : now.items.at(-1)
  if (now.part !== part || edgeNow?.id !== edge.id) return
  const rows = page.items.map((row) => growRow(kit, row))
  const siblings = { ...page.siblings, ...now.siblings }
  if (side === 'older') set({ items: [...rows, ...now.items], siblings, hasMore: page.has_more })
  else set({ items: [...now.items, ...rows], siblings, hasNewer: page.has_newer })
}
