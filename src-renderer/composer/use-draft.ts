import { useEffect } from 'react'
import { useStore } from 'zustand'
import { usePage } from '../use-page.ts'

/** What is typed for one chat. */
export function useDraft(id: string) {
  const { drafts, attachments, link, toasts } = usePage()
  const isConnected = useStore(link.state, ({ status }) => status === 'connected')
  const text = useStore(drafts, (state) => state.texts[id] ?? '')
  useEffect(() => {
    if (!isConnected) return
    void toasts.getState().attempt(() => Promise.all([drafts.getState().read(id), attachments.getState().read(id)]))
  }, [id, isConnected, drafts, attachments, toasts])
  const { type, keep } = drafts.getState()
  return { text, write: (typed: string) => type(id, typed), keep: () => keep(id), isConnected }
}
