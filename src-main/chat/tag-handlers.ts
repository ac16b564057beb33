import type { tags } from '../../src-shared/desktop/conversations.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import type { ConversationDeps } from './conversation-handlers.ts'
import { knownConversation } from './conversations.ts'
import { assignTags, insertTag, listTagged, listTags, removeTag, tagsOf } from './tags.ts'

export function createTagHandlers({ db, now }: ConversationDeps): FeatureHandlers<typeof tags> {
  return {
    list: () => listTags(db),
    create: ({ id, name }) => db.transact((tx) => insertTag(tx, { id, name, updated_at: now() })),
    remove: ({ id }) => db.transact((tx) => removeTag(tx, id, now()), { freesSpace: true }),
    assign: ({ conversation_id, tag_ids }) =>
      db.transact((tx) => assignTags(tx, { conversationId: conversation_id, tagIds: tag_ids, at: now() })),
    assigned: () => listTagged(db),
    of: ({ conversation_id }) => tagsOf(db, knownConversation(db, conversation_id).id),
  }
}
