import type { ChatEvent } from '../../src-shared/desktop/chat.ts'
import { rpcError } from '../../src-shared/rpc/errors.ts'
import { faultOf } from '../fault-of.ts'
import { echoMessage } from './echo-message.ts'
import { followAnswer } from './follow-answer.ts'
import { placeRow } from './merge-rows.ts'
import type { Question, ThreadFacts, ThreadKit, ThreadQuestions } from './thread-state.ts'

interface Asked {
  readonly replyId: string
  /** Called after the echo is shown; nothing is sent before. */
  readonly ask: () => AsyncIterable<ChatEvent>
  /** What is shown again when the core refuses. */
  readonly before: Partial<ThreadFacts>
  readonly onSaved?: () => void
}

export function threadQuestions(kit: ThreadKit): ThreadQuestions {
  const { api, newId, get, set } = kit
  const follow = (asked: Asked): Promise<boolean> => askAndFollow(kit, asked)
  /** Answers whose going on is asked for and not committed yet: a second press is the same wish. */
  const resuming = new Map<string, Promise<boolean>>()

  return {
    async send(question) {
      if (get().hasNewer && question.parentId === undefined && !(await showEnd(kit))) return false
      const { newModelId } = get()
      const before = { conversationId: get().conversationId, items: get().items, hasNewer: get().hasNewer }
      const { input, isNew } = prepare(kit, question)
      const { conversation_id, message_id, reply_id, parent_id = null, text } = input
      const asked = echoMessage({ id: message_id, conversation_id, parent_id, role: 'user', text })
      const reply = echoMessage({ id: reply_id, conversation_id, parent_id: message_id, role: 'assistant' })
      const items = placeRow(placeRow(before.items, asked), reply)
      set({ conversationId: conversation_id, items, hasNewer: false, endWanted: get().endWanted + 1 })
      const onSaved = (): void => {
        if (isNew) kit.onStarted(conversation_id, newModelId)
        if (question.parentId !== undefined) rereadSiblings(kit)
      }
      return await follow({ replyId: reply_id, ask: () => api.chat.send(input), before, onSaved })
    },

    async regenerate(messageId, think, modelId) {
      const { items, hasNewer } = get()
      const old = items.find(({ id }) => id === messageId)
      if (!old) return false
      const { conversation_id, parent_id } = old
      const replyId = newId()
      const echo = echoMessage({ id: replyId, conversation_id, parent_id, role: 'assistant' })
      set({ items: placeRow(items, echo), hasNewer: false, endWanted: get().endWanted + 1 })
      const model = modelId === undefined ? {} : { model_id: modelId }
      const ask = () => api.chat.regenerate({ message_id: messageId, reply_id: replyId, think, ...model })
      return await follow({ replyId, ask, before: { items, hasNewer }, onSaved: () => rereadSiblings(kit) })
    },

    resume(messageId) {
      const ask = () => api.chat.resume({ message_id: messageId })
      const resumed =
        resuming.get(messageId) ?? follow({ replyId: messageId, ask, before: {} }).finally(() => resuming.delete(messageId))
      resuming.set(messageId, resumed)
      return resumed
    },

    async stop() {
      const writing = get().items.findLast(({ status }) => status === 'writing')
      if (writing) await api.chat.stop({ message_id: writing.id })
    },

    forgetFault: () => set({ fault: null }),
    chooseModel: (newModelId) => set({ newModelId }),
  }
}

/** A question goes below the newest message, which may not be here yet. False when that cannot be read, or the chat is another now. */
async function showEnd({ get, set }: ThreadKit): Promise<boolean> {
  const { conversationId } = get()
  try {
    await get().toNewest()
  } catch (error) {
    if (get().conversationId === conversationId) set({ fault: faultOf(error) })
    return false
  }
  return get().conversationId === conversationId
}

/** A new version has siblings now. Without a connection they are read when it is back. */
function rereadSiblings({ get }: ThreadKit): void {
  void get()
    .refresh()
    .catch(() => {})
}

/** Resolves at the commit; the answer is followed to its end beside it. */
function askAndFollow(kit: ThreadKit, { replyId, ask, before, onSaved }: Asked): Promise<boolean> {
  const { get, set, unsure } = kit
  set({ fault: null, phases: { ...get().phases, [replyId]: { kind: 'starting' } } })
  const { conversationId } = get()
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const now = { isSent: false, isSettled: false }
  const settle = (isSaved: boolean): void => {
    if (now.isSettled) return
    now.isSettled = true
    if (isSaved) onSaved?.()
    else if (get().conversationId === conversationId) set(before)
    resolve(isSaved)
  }
  const failed = (error: unknown): void => {
    const isLost = faultOf(error).code === rpcError.disconnected
    // A lost connection has its own banner. What is committed is found again by its row; whether it is, the core knows.
    if (isLost && now.isSent && !now.isSettled) return void unsure.set(replyId, settle)
    if (!isLost && get().conversationId === conversationId) set({ fault: faultOf(error) })
    settle(false)
  }
  const run = async (): Promise<void> => {
    const events = ask()
    now.isSent = true
    await followAnswer(kit, { replyId, events, onSaved: () => settle(true) })
  }
  void run().then(() => settle(false), failed)
  return promise
}

function prepare(
  { get, newId, personaForNew }: ThreadKit,
  { text, think, collectionIds, withAttachments = false, parentId }: Question,
) {
  const { conversationId, items, newModelId } = get()
  const isNew = conversationId === null
  // While the chat is still being read the core knows what the question stands below.
  const above = parentId === undefined ? (items.at(-1)?.id ?? (isNew ? null : undefined)) : parentId
  const input = {
    conversation_id: conversationId ?? newId(),
    message_id: newId(),
    reply_id: newId(),
    ...(above === undefined ? {} : { parent_id: above }),
    text,
    think,
    with_attachments: withAttachments,
    ...(isNew && collectionIds ? { collection_ids: [...collectionIds] } : {}),
    ...(isNew && newModelId !== null ? { model_id: newModelId } : {}),
    ...(isNew && personaForNew ? { persona_id: personaForNew() } : {}),
  }
  return { input, isNew }
}
