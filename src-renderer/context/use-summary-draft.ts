import { useEffect } from 'react'
import { useStore } from 'zustand'
import { usePage } from '../use-page.ts'

/** A summary that was being changed when the page went is being changed again: what was typed is a draft of its id. */
export function useSummaryDraft(id: string): void {
  const { context, drafts, link } = usePage()
  const isConnected = useStore(link.state, ({ status }) => status === 'connected')
  useEffect(() => {
    if (!isConnected || id in drafts.getState().texts) return
    const show = (): void => {
      const edit = drafts.getState().texts[id] ?? ''
      if (edit !== '') context.getState().fold(id, { isOpen: true, edit })
    }
    // One that cannot be read now is read with the next connection.
    void drafts
      .getState()
      .read(id)
      .then(show, () => {})
  }, [id, isConnected, context, drafts])
}
