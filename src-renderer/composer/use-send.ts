import { useCallback, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { Page } from '../create-page.ts'
import { usePage } from '../use-page.ts'
import { collectionsForNew } from './answering-collections.ts'
import { hasFailed, unreadOf } from './attachment-store.ts'

export interface Sending {
  readonly isWaiting: boolean
  /** Names of the files that the question waits for; none also while it waits until the page knows what there is. */
  readonly waitsFor: readonly string[]
  send(): void
  /** Stops waiting. */
  cancel(): void
}

interface Wanted {
  readonly owner: string
  readonly ids: readonly string[]
}

/** Sends what is typed for `owner`, a conversation's id or `new`; while an attachment is still being read, as soon as it is, unless it fails or the person thinks again. */
export function useSend(owner: string): Sending {
  const page = usePage()
  const [wanted, setWanted] = useState<Wanted | null>(null)
  const { rows, handed } = useStore(page.attachments)
  const isKnown = useIsKnown(owner)
  const unread = useMemo(() => unreadOf({ rows, handed }, owner), [rows, handed, owner])
  const wait = useCallback(() => setWanted({ owner, ids: unread.map(({ id }) => id) }), [owner, unread])
  const isOver = wanted !== null && (wanted.owner !== owner || hasFailed({ rows, handed }, wanted.ids))
  const isDue = wanted !== null && !isOver && isKnown && unread.length === 0
  const isFound = wanted !== null && !isOver && unread.some(({ id }) => !wanted.ids.includes(id))
  useEffect(() => {
    if (isOver || isDue) setWanted(null)
    if (isDue) void ask(page, owner)
    if (isFound) wait()
  }, [isOver, isDue, isFound, page, owner, wait])
  return {
    isWaiting: wanted !== null && !isOver,
    waitsFor: unread.map(({ name }) => name),
    send: () => (isKnown && unread.length === 0 ? void ask(page, owner) : wait()),
    cancel: () => setWanted(null),
  }
}

/** Whether the page knows, right after a start, what there is to answer from and what is attached: else a chat would answer from nothing. */
function useIsKnown(owner: string): boolean {
  const { attachments, knowledge } = usePage()
  const areRead = useStore(knowledge, ({ areCollectionsRead }) => areCollectionsRead)
  const isAttachedRead = useStore(attachments, ({ readOwners }) => readOwners.has(owner))
  return isAttachedRead && (areRead || owner !== 'new')
}

/** The field is empty at once; in the core the draft goes when the question is committed, and comes back when it is not. */
async function ask({ drafts, thread, choices, knowledge }: Page, owner: string): Promise<void> {
  const { texts, hide, keep, write } = drafts.getState()
  const text = texts[owner] ?? ''
  const words = text.trim()
  if (words === '') return
  // Before the question, on the same way: should both ends go now, its last letters are there too.
  void keep(owner)
  hide(owner)
  const question = { text: words, think: choices.getState().think, withAttachments: true }
  const from = owner === 'new' ? { collectionIds: collectionsForNew(choices.getState(), knowledge.getState()) } : {}
  const isAsked = await thread.getState().send({ ...question, ...from })
  const typedSince = drafts.getState().texts[owner] ?? ''
  write(owner, isAsked ? typedSince : [text, typedSince].filter((part) => part !== '').join('\n'))
}
