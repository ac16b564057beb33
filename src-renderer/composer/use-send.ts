import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { Page } from '../create-page.ts'
import { usePage } from '../use-page.ts'
import { hasFailed, unreadOf } from './attachment-store.ts'

export interface Asking {
  /** The conversation's id, or `new`. */
  readonly owner: string
  /** For a chat that does not exist yet: what it answers from. */
  readonly collectionIds: readonly string[] | undefined
}

export interface Sending {
  /** Names of what the question waits for; empty while it does not. */
  readonly waitsFor: readonly string[]
  send(): void
  /** Stops waiting. */
  cancel(): void
}

interface Wanted {
  readonly owner: string
  readonly ids: readonly string[]
}

/** Sends what is typed; while an attachment is still being read, as soon as it is, unless it fails or the person thinks again. */
export function useSend(asking: Asking): Sending {
  const page = usePage()
  const { owner } = asking
  const [wanted, setWanted] = useState<Wanted | null>(null)
  const { rows, handed } = useStore(page.attachments)
  const unread = useMemo(() => unreadOf({ rows, handed }, owner), [rows, handed, owner])
  const isOver = wanted !== null && (wanted.owner !== owner || hasFailed({ rows, handed }, wanted.ids))
  const isDue = wanted !== null && !isOver && unread.length === 0
  useEffect(() => {
    if (isOver || isDue) setWanted(null)
    if (isDue) void ask(page, asking)
  }, [isOver, isDue, page, asking])
  return {
    waitsFor: wanted === null || isOver ? [] : unread.map(({ name }) => name),
    send: () => (unread.length > 0 ? setWanted({ owner, ids: unread.map(({ id }) => id) }) : void ask(page, asking)),
    cancel: () => setWanted(null),
  }
}

/** The field is empty at once; in the core the draft goes when the question is committed, and comes back when it is not. */
async function ask({ drafts, thread, choices }: Page, { owner, collectionIds }: Asking): Promise<void> {
  const { texts, hide, keep, write } = drafts.getState()
  const text = texts[owner] ?? ''
  const words = text.trim()
  if (words === '') return
  // Before the question, on the same way: should both ends go now, its last letters are there too.
  void keep(owner)
  hide(owner)
  const question = { text: words, think: choices.getState().think, withAttachments: true }
  const isAsked = await thread.getState().send(collectionIds ? { ...question, collectionIds } : question)
  const typedSince = drafts.getState().texts[owner] ?? ''
  write(owner, isAsked ? typedSince : [text, typedSince].filter((part) => part !== '').join('\n'))
}
