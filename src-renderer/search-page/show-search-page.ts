import type { Page } from '../create-page.ts'

/** The page that searches, with these words or with those of last time. */
export function showSearchPage({ place, searchPage }: Pick<Page, 'place' | 'searchPage'>, words?: string): void {
  place.getState().go({ page: 'search' })
  if (words !== undefined) searchPage.getState().change({ query: words })
}

/** A new chat with these words in its composer. What was typed there before stays in front of them. */
export function askInNewChat({ place, drafts, toasts }: Pick<Page, 'place' | 'drafts' | 'toasts'>, words: string): void {
  place.getState().go({ page: 'chat', conversationId: null })
  void toasts.getState().attempt(async () => {
    await drafts.getState().read('new')
    const before = drafts.getState().texts.new ?? ''
    drafts.getState().write('new', before.trim() === '' ? words : `${before.trimEnd()}\n\n${words}`)
  })
}
