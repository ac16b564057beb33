import { useEffect } from 'react'
import { useStore } from 'zustand'
import { usePage } from '../use-page.ts'

/** Shows the chat of the place, as soon as there is a core to ask, and the message where one is named. */
export function useOpenChat(): void {
  const { place: store, thread, sources, toasts, link, conversations, activity, drafts } = usePage()
  const place = useStore(store, (state) => state.place)
  const isReady = useStore(link.state, ({ info }) => info !== null)
  useEffect(() => {
    sources.getState().close()
    if (!isReady || place.page !== 'chat') return
    const { conversationId, messageId } = place
    void toasts.getState().attempt(async () => {
      await thread.getState().open(conversationId)
      if (conversationId !== null) thread.getState().editsFound(await drafts.getState().readEdits(conversationId))
      const isStillWanted = thread.getState().conversationId === conversationId && store.getState().place === place
      if (messageId !== undefined && isStillWanted) await thread.getState().land(messageId)
    })
    if (conversationId === null) return
    activity.getState().opened(conversationId)
    // It may lie in the archive or the trash. One that was erased is said by the thread.
    void conversations
      .getState()
      .read(conversationId)
      .catch(() => {})
  }, [place, isReady, store, thread, sources, toasts, conversations, activity, drafts])
}
