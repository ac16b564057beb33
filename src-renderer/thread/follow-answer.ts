import type { ChatEvent } from '../../src-shared/desktop/chat.ts'
import { type GrowingAnswer, growAnswer } from './grow-answer.ts'
import { placeRow } from './merge-rows.ts'
import { phaseOf } from './phase.ts'
import type { ThreadKit } from './thread-state.ts'

export interface Followed {
  readonly replyId: string
  readonly events: AsyncIterable<ChatEvent>
  /** Comes once the answer's first row is committed. */
  onSaved(): void
}

/** Shows what happens while an answer is made, to its end. */
export async function followAnswer(kit: ThreadKit, { replyId, events, onSaved }: Followed): Promise<void> {
  let growing: GrowingAnswer | undefined
  try {
    for await (const event of events) {
      if (event.type === 'saved') growing = growAnswer(kit, event.reply)
      if (event.type === 'done') growing?.end()
      if (event.type === 'text' || event.type === 'thought') growing?.add(event)
      show(kit, replyId, event)
      if (event.type === 'saved') onSaved()
    }
  } finally {
    growing?.end()
    const { [replyId]: _, ...phases } = kit.get().phases
    kit.set({ phases })
  }
}

function show(kit: ThreadKit, replyId: string, event: ChatEvent): void {
  const { get, set } = kit
  if (event.type === 'saved') showSaved(kit, event)
  else if (event.type === 'done') get().messageChanged(replyId, event.reply)
  else if (event.type === 'trimmed') set({ trimmed: { ...get().trimmed, [replyId]: event } })
  else if (event.type === 'sources') showSources(kit, replyId, event)
  const phase = phaseOf(event)
  const isNews = phase && (phase.kind !== get().phases[replyId]?.kind || 'progress' in event || 'total' in event)
  if (isNews) set({ phases: { ...get().phases, [replyId]: phase } })
}

function showSaved({ get, set, onConversation }: ThreadKit, event: Extract<ChatEvent, { type: 'saved' }>): void {
  const { conversation, question, reply } = event
  onConversation(conversation)
  if (get().conversationId !== conversation.id) return
  const items = question ? placeRow(get().items, question) : get().items
  set({ items: placeRow(items, reply) })
}

function showSources({ get, set }: ThreadKit, replyId: string, event: Extract<ChatEvent, { type: 'sources' }>): void {
  const { sources, search } = event
  set({ items: get().items.map((item) => (item.id === replyId ? { ...item, sources, search } : item)) })
}
