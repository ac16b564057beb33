import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import type { Api } from './command-context.ts'
import type { ConversationsTarget } from './conversations-target.ts'

const pageSize = 500

/** Newest first, page by page. */
export async function* allConversations(api: Api, view: ConversationsTarget['view']): AsyncGenerator<ConversationRow> {
  let next: { readonly before?: number; readonly before_id?: string } | null = {}
  while (next !== null) {
    const page: Awaited<ReturnType<Api['conversations']['list']>> = await api.conversations.list({
      view,
      limit: pageSize,
      ...next,
    })
    yield* page.items
    next = page.next
  }
}
