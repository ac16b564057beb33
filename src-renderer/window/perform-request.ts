import type { WindowRequest } from '../../src-shared/desktop/window.ts'
import { runCommand } from '../commands/follow-keys.ts'
import type { Page } from '../create-page.ts'
import { placeOf } from '../place/place-store.ts'

/** Does what the menu, the tray, a notification or a link asks. */
export function performRequest(page: Page, request: WindowRequest): void {
  const { go } = page.place.getState()
  switch (request.kind) {
    case 'command':
      return runCommand(page, request.id)
    case 'chat':
      return go({ page: 'chat', conversationId: request.conversation_id })
    case 'page':
      return go(placeOf({ page: request.page }))
    case 'question':
      go({ page: 'chat', conversationId: null })
      return fillNewChat(page, request.text)
  }
}

/** What was typed there stays, above what comes. */
function fillNewChat({ drafts, toasts }: Page, text: string): void {
  void toasts.getState().attempt(async () => {
    await drafts.getState().read('new')
    const typed = drafts.getState().texts.new ?? ''
    drafts.getState().write('new', typed === '' ? text : `${typed}\n${text}`)
  })
}
