import type { ChatDeps } from '../chat/chat-deps.ts'
import { createChatHandlers } from '../chat/chat-handlers.ts'
import { createConversationHandlers } from '../chat/conversation-handlers.ts'
import { findConversation } from '../chat/conversations.ts'
import { createDraftHandlers } from '../chat/draft-handlers.ts'
import { endAnswersFirst } from '../chat/end-answers-first.ts'
import { createFolderHandlers } from '../chat/folder-handlers.ts'
import { createMessageHandlers } from '../chat/message-handlers.ts'
import type { ReplyRuns } from '../chat/reply-runs.ts'
import { createTagHandlers } from '../chat/tag-handlers.ts'
import type { WriteDb } from '../db/database.ts'
import { createPersonaHandlers } from '../personas/persona-handlers.ts'
import type { CoreParts } from './core-parts.ts'

/** Chats and what belongs to them: where they lie, how they are answered, what of them the model reads. */
export function composeChat(parts: CoreParts, answers: ChatDeps, runs: ReplyRuns) {
  const tellConversation = (tx: WriteDb, id: string): void =>
    tx.tell({ table: 'conversations', id, row: findConversation(tx, id) ?? null })
  return {
    conversations: endAnswersFirst(createConversationHandlers(parts), runs),
    messages: createMessageHandlers(parts),
    folders: createFolderHandlers(parts),
    tags: createTagHandlers(parts),
    drafts: createDraftHandlers(parts),
    chat: createChatHandlers(answers, runs),
    personas: createPersonaHandlers({ ...parts, tellConversation }),
  }
}
