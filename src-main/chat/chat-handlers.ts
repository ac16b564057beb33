import { type ChatEvent, type chat, chatError } from '../../src-shared/desktop/chat.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import { modelFor } from './answering-persona.ts'
import type { ChatDeps } from './chat-deps.ts'
import { findConversation } from './conversations.ts'
import { findMessage } from './messages.ts'
import type { ReadAhead } from './read-ahead.ts'
import type { ReplyRuns } from './reply-runs.ts'
import { startAgain, startResumed, startWithQuestion } from './start-reply.ts'

export function createChatHandlers(deps: ChatDeps, runs: ReplyRuns, ahead: ReadAhead): FeatureHandlers<typeof chat> {
  const collectionsOf = (conversationId: string): readonly string[] =>
    findConversation(deps.db, conversationId)?.collection_ids ?? []
  /** What is attached to the chat is searched always. */
  const withAttached = (conversationId: string, chosen: readonly string[]): readonly string[] => {
    const attached = deps.attachments.collectionOf(conversationId)
    return attached === undefined ? chosen : [...chosen, attached]
  }

  return {
    prepare: ahead.prepare,

    async *send({ reply_id, model_id, collection_ids, think, ...question }, signal) {
      runs.assertFree(question.conversation_id)
      const { conversation_id: conversationId, persona_id: personaId } = question
      const model = modelFor(deps, { conversationId, modelId: model_id, personaId })
      const started = startWithQuestion(deps, { ...question, collection_ids }, { reply_id, modelId: model.id })
      ahead.giveWay(model.id)
      const collectionIds = withAttached(question.conversation_id, collection_ids ?? collectionsOf(question.conversation_id))
      yield* follow({ runs, replyId: reply_id, events: runs.start(started, { model, collectionIds, think }) }, signal)
    },

    async *regenerate({ message_id, reply_id, model_id, collection_ids, think }, signal) {
      const conversationId = conversationOf(deps, message_id)
      runs.assertFree(conversationId)
      const model = modelFor(deps, { conversationId, modelId: model_id })
      const started = startAgain(deps, message_id, { reply_id, modelId: model.id })
      ahead.giveWay(model.id)
      const collectionIds = withAttached(conversationId, collection_ids ?? collectionsOf(conversationId))
      yield* follow({ runs, replyId: reply_id, events: runs.start(started, { model, collectionIds, think }) }, signal)
    },

    async *resume({ message_id, model_id }, signal) {
      const answer = findMessage(deps.db, message_id)
      runs.assertFree(conversationOf(deps, message_id))
      const model = deps.chatModel(model_id ?? answer?.model_id ?? undefined)
      const started = startResumed(deps, message_id)
      ahead.giveWay(model.id)
      const { id } = started.conversation
      const collectionIds = answer?.search ? withAttached(id, collectionsOf(id)) : []
      yield* follow({ runs, replyId: message_id, events: runs.start(started, { model, collectionIds, think: false }) }, signal)
    },

    stop: ({ message_id }) => runs.stop(message_id),
  }
}

interface Followed {
  readonly runs: ReplyRuns
  readonly replyId: string
  readonly events: AsyncIterable<ChatEvent>
}

/** A caller that gives up stops the answer; one that is merely gone does not. */
async function* follow({ runs, replyId, events }: Followed, signal: AbortSignal): AsyncGenerator<ChatEvent> {
  const onAbort = (): void => {
    const isGone = signal.reason instanceof AppError && signal.reason.code === rpcError.disconnected
    if (!isGone) void runs.stop(replyId)
  }
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    yield* events
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

function conversationOf({ db }: ChatDeps, messageId: string): string {
  const message = findMessage(db, messageId)
  if (!message) throw new AppError(chatError.unknownParent, { id: messageId })
  return message.conversation_id
}
