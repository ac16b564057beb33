import type { ChatEvent } from '../../src-shared/desktop/chat.ts'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { placeRow } from './merge-rows.ts'
import { phaseOf } from './phase.ts'
import type { ThreadKit } from './thread-state.ts'

/** Shows what happens while an answer is made, to its end. `onSaved` comes once its first row is committed. */
export async function followAnswer(
  kit: ThreadKit,
  { replyId, events, onSaved }: { readonly replyId: string; readonly events: AsyncIterable<ChatEvent>; onSaved(): void },
): Promise<void> {
  try {
    for await (const event of events) {
      show(kit, replyId, event)
      if (event.type === 'saved') onSaved()
    }
  } finally {
    const { [replyId]: _, ...phases } = kit.get().phases
    kit.set({ phases })
  }
}

function show(kit: ThreadKit, replyId: string, event: ChatEvent): void {
  const { get, set } = kit
  if (event.type === 'saved') showSaved(kit, event)
  else if (event.type === 'done') get().messageChanged(replyId, event.reply)
  else if (event.type === 'trimmed') set({ trimmed: { ...get().trimmed, [replyId]: event.messages } })
  else grow(kit, replyId, event)
  const phase = phaseOf(event)
  const isNews = phase && (phase.kind !== get().phases[replyId]?.kind || event.type === 'loading' || event.type === 'reading')
  if (isNews) set({ phases: { ...get().phases, [replyId]: phase } })
}

function showSaved({ get, set, onConversation }: ThreadKit, event: Extract<ChatEvent, { type: 'saved' }>): void {
  const { conversation, question, reply } = event
  onConversation(conversation)
  if (get().conversationId !== conversation.id) return
  const items = question ? placeRow(get().items, question) : get().items
  set({ items: placeRow(items, reply) })
}

function grow({ get, set }: ThreadKit, replyId: string, event: ChatEvent): void {
  const row = get().items.find(({ id }) => id === replyId)
  const grown = row && grownRow(row, event)
  if (grown) set({ items: get().items.map((item) => (item.id === replyId ? grown : item)) })
}

function grownRow(row: MessageRow, event: ChatEvent): MessageRow | undefined {
  if (event.type === 'text') return { ...row, text: row.text + event.text }
  if (event.type === 'thought') return { ...row, thought: (row.thought ?? '') + event.text }
  if (event.type === 'sources') return { ...row, sources: event.sources, search: event.search }
  return undefined
}
