import { useEffect } from 'react'
import { useStore } from 'zustand'
import { usePage } from '../use-page.ts'

/** What is typed for one chat. `collectionIds` go with the first question of a chat that does not exist yet. */
export function useDraft(id: string, collectionIds: readonly string[] | undefined) {
  const { drafts, thread, choices, link, toasts } = usePage()
  const isConnected = useStore(link.state, ({ status }) => status === 'connected')
  const text = useStore(drafts, (state) => state.texts[id] ?? '')
  const { read, write, keep, hide } = drafts.getState()
  useEffect(() => {
    if (isConnected) void toasts.getState().attempt(() => read(id))
  }, [id, isConnected, read, toasts])

  /** The field is empty at once; in the core the draft goes when the question is committed, and comes back when it is not. */
  async function send(): Promise<void> {
    const words = text.trim()
    if (words === '') return
    hide(id)
    const isAsked = await thread
      .getState()
      .send({ text: words, think: choices.getState().think, ...(collectionIds ? { collectionIds } : {}) })
    const typedSince = drafts.getState().texts[id] ?? ''
    write(id, isAsked ? typedSince : [text, typedSince].filter((part) => part !== '').join('\n'))
  }

  return { text, write: (typed: string) => write(id, typed), keep: () => keep(id), send }
}
