import type { conversationRow } from '../../src-shared/rows/conversation.ts'
import { blankMessage, type messageRow, unreadableFault } from '../../src-shared/rows/message.ts'
import type { StandIn } from './read-row.ts'

export const conversationStandIn: StandIn<typeof conversationRow> = {
  fields: {
    title: '',
    title_source: 'auto',
    folder_id: null,
    selected_leaf_id: null,
    model_id: null,
    persona_id: null,
    collection_ids: [],
    created_at: 0,
    updated_at: 0,
    deleted_at: null,
  },
}

const { fault: _, ...blankFields } = blankMessage

export const messageStandIn: StandIn<typeof messageRow> = {
  fields: { ...blankFields, status: 'failed', created_at: 0, updated_at: 0 },
  marks: { fault: { code: unreadableFault } },
}
