import type { drafts } from '../../src-shared/desktop/conversations.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import type { ConversationDeps } from './conversation-handlers.ts'
import { draftsOfQuestions, draftText, putDraft } from './drafts.ts'

export function createDraftHandlers({ db, now }: ConversationDeps): FeatureHandlers<typeof drafts> {
  return {
    get: ({ id }) => draftText(db, id),
    ofQuestions: ({ conversation_id }) => draftsOfQuestions(db, conversation_id),
    put: ({ id, text, typed_at: at = now() }) => db.transact((tx) => putDraft(tx, { id, text, updated_at: at })),
  }
}
