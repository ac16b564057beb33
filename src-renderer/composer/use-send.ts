import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { whenState } from '../connection/when-state.ts'
import type { Page } from '../create-page.ts'
import { usePage } from '../use-page.ts'
import { collectionsForNew } from './answering-collections.ts'
import { hasFailed, unreadOf } from './attachment-store.ts'
import { chatIdOf } from './chat-id.ts'

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

/** Sends what is typed for `owner`, a conversation's id or `new`; while an attachment is still being read, as soon as it is, unless it fails or the person thinks again. */
export function useSend(owner: string): Sending {
  const page = usePage()
  const [wanted, setWanted] = useState<Wanted | null>(null)
  const { rows, handed } = useStore(page.attachments)
  const unread = useMemo(() => unreadOf({ rows, handed }, owner), [rows, handed, owner])
  const isOver = wanted !== null && (wanted.owner !== owner || hasFailed({ rows, handed }, wanted.ids))
  const isDue = wanted !== null && !isOver && unread.length === 0
  useEffect(() => {
    if (isOver || isDue) setWanted(null)
    if (isDue) void ask(page, owner)
  }, [isOver, isDue, page, owner])
  const send = async (): Promise<void> => {
    if (!(await isKnown(page, owner))) return
    const waitsFor = unreadOf(page.attachments.getState(), owner)
    if (waitsFor.length > 0) setWanted({ owner, ids: waitsFor.map(({ id }) => id) })
    else await ask(page, owner)
  }
  return {
    waitsFor: wanted === null || isOver ? [] : unread.map(({ name }) => name),
    send: () => void send(),
    cancel: () => setWanted(null),
  }
}

/**
 * Waits, right after a start, until the page knows what there is to answer from and what is attached, lest the chat answers from
 * nothing. False when the person went to another chat meanwhile: the words stay where they were typed.
 */
async function isKnown(page: Page, owner: string): Promise<boolean> {
  const { attachments, knowledge } = page
  await whenState(attachments, ({ readOwners }) => readOwners.has(owner))
  if (owner === 'new') await whenState(knowledge, ({ areCollectionsRead }) => areCollectionsRead)
  return (chatIdOf(page) ?? 'new') === owner
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
