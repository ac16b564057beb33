import { useEffect } from 'react'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'

/** A chat that is erased in another window while it is open here is left for a new one: nothing could be asked in it. That is said. */
export function useErasedChat(): void {
  const { conversations, place, toasts } = usePage()
  const t = useWords('thread')
  useEffect(
    () =>
      conversations.subscribe(({ lastErased }, before) => {
        const { place: here, go } = place.getState()
        // Whoever erases one here has left it before.
        const isOpen = here.page === 'chat' && here.conversationId !== null && here.conversationId === lastErased
        if (!isOpen || lastErased === before.lastErased) return
        go({ page: 'chat', conversationId: null })
        toasts.getState().show({ kind: 'note', text: t('erasedElsewhere') })
      }),
    [conversations, place, toasts, t],
  )
}
