import type { Page } from '../create-page.ts'

type Stores = Pick<Page, 'settings' | 'conversations' | 'place' | 'drafts'>

/** Where the person wants a fresh window to go on: at the chat that changed last. */
export function openLastChat({ settings, conversations, place, drafts }: Stores): void {
  const { place: here, go } = place.getState()
  const isElsewhere = here.page !== 'chat' || here.conversationId !== null
  // Who has begun to write meanwhile is not led away.
  if (drafts.getState().isTyped('new')) return
  if (isElsewhere || settings.getState().settings.start_with !== 'last_chat') return
  const listed = [...conversations.getState().rows.values()].filter(
    ({ archived, deleted_at }) => !archived && deleted_at === null,
  )
  const last = listed.reduce<(typeof listed)[number] | null>((a, b) => (a && a.updated_at >= b.updated_at ? a : b), null)
  if (last) go({ page: 'chat', conversationId: last.id })
}
