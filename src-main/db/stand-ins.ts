import type { conversationRow } from '../../src-shared/rows/conversation.ts'
import { type messageRow, unreadableFault } from '../../src-shared/rows/message.ts'
import type { StandIn } from './read-row.ts'

export const conversationStandIn: StandIn<typeof conversationRow> = {
  fields: {
    title: '',
    title_source: 'auto',
    folder_id: null,
    selected_leaf_id: null,
    model_id: null,
    collection_ids: [],
    created_at: 0,
    updated_at: 0,
    deleted_at: null,
  },
}

export const messageStandIn: StandIn<typeof messageRow> = {
  fields: {
    text: '',
    thought: null,
    status: 'failed',
    model_id: null,
    sources: [],
    search: null,
    prompt_tokens: null,
    completion_tokens: null,
    timings: null,
    feedback: null,
    created_at: 0,
    updated_at: 0,
    deleted_at: null,
  },
  marks: { fault: { code: unreadableFault } },
}
