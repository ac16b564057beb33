import type { ChatDeps } from '../chat/chat-deps.ts'
import { createChatHandlers } from '../chat/chat-handlers.ts'
import { createCompactionHandlers } from '../chat/compaction-handlers.ts'
import { createConversationHandlers } from '../chat/conversation-handlers.ts'
import { findConversation } from '../chat/conversations.ts'
import { createDraftHandlers } from '../chat/draft-handlers.ts'
import { endAnswersFirst } from '../chat/end-answers-first.ts'
import { createFolderHandlers } from '../chat/folder-handlers.ts'
import { createContextMeter } from '../chat/measure-context.ts'
import { createMessageHandlers } from '../chat/message-handlers.ts'
import { createReadAhead, type ReadAheadDeps } from '../chat/read-ahead.ts'
import type { ReplyRuns } from '../chat/reply-runs.ts'
import { createTagHandlers } from '../chat/tag-handlers.ts'
import type { WriteDb } from '../db/database.ts'
import type { LlamaEngine } from '../engine/llama-engine.ts'
import { findModelMemory } from '../models/model-memory.ts'
import { chosenForModel } from '../models/model-settings.ts'
import { createPersonaHandlers } from '../personas/persona-handlers.ts'
import type { CoreParts } from './core-parts.ts'

export interface ChatParts {
  readonly answers: ChatDeps
  readonly runs: ReplyRuns
  readonly warmSearch: ReadAheadDeps['warmSearch']
  readonly engine: Pick<LlamaEngine, 'loaded'>
}

/** Chats and what belongs to them: where they lie, how they are answered, what of them the model reads. */
export function composeChat(parts: CoreParts, { answers, runs, engine, warmSearch }: ChatParts) {
  const tellConversation = (tx: WriteDb, id: string): void =>
    tx.tell({ table: 'conversations', id, row: findConversation(tx, id) ?? null })
  const contextSizeOf = (id: string): number | undefined =>
    chosenForModel(parts.db, id).context_size ?? parts.settings().context_size ?? findModelMemory(parts.db, id)?.context_size
  const ahead = createReadAhead({ ...answers, loaded: engine.loaded, warmSearch, runs })
  const assertFree = (conversationId: string): void => {
    runs.assertFree(conversationId)
    ahead.giveWay()
  }
  const measuring = { ...answers, loaded: engine.loaded, contextSizeOf }
  return {
    conversations: endAnswersFirst(createConversationHandlers(parts), runs),
    messages: createMessageHandlers(parts),
    folders: createFolderHandlers(parts),
    tags: createTagHandlers(parts),
    drafts: createDraftHandlers(parts),
    chat: createChatHandlers(answers, runs, ahead),
    context: { measure: createContextMeter(measuring) },
    compactions: createCompactionHandlers(answers, { assertFree }),
    personas: createPersonaHandlers({ ...parts, tellConversation }),
  }
}
