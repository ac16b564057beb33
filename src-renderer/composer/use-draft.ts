import { useEffect } from 'react'
import { useStore } from 'zustand'
import { usePage } from '../use-page.ts'

/** Reads what was typed for one chat, and writes it. */
export function useDraft(id: string) {
  const { drafts, attachments, link, toasts } = usePage()
  const isConnected = useStore(link.state, ({ status }) => status === 'connected')
  useEffect(() => {
    if (!isConnected) return
    void toasts.getState().attempt(() => Promise.all([drafts.getState().read(id), attachments.getState().read(id)]))
  }, [id, isConnected, drafts, attachments, toasts])
  const { type, keep } = drafts.getState()
  return { write: (typed: string) => type(id, typed), keep: () => keep(id), isConnected }
}
