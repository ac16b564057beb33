import type { Organisation } from '../conversations/organise.ts'
import type { Page } from '../create-page.ts'
import type { Words } from '../language/use-words.ts'

type T = Words<'rail'>

/** What is done to chats from the list. Each says what it did and can be taken back. */
export interface Tidy {
  open(id: string): void
  rename(id: string, title: string): void
  move(ids: readonly string[], folderId: string | null): void
  pin(ids: readonly string[], isPinned: boolean): void
  archive(ids: readonly string[], isArchived: boolean): void
  trash(ids: readonly string[]): void
  restore(ids: readonly string[]): void
  erase(ids: readonly string[]): void
  /** Where chats were dropped: `pinned`, a folder, or null for outside of both. */
  drop(ids: readonly string[], onto: 'pinned' | { readonly folderId: string } | null): void
}

export function createTidy(page: Page, t: T): Tidy {
  const { place, toasts, conversations, folders, rail } = page
  const attempt = (work: () => Promise<unknown>): void => void toasts.getState().attempt(work)
  const titles = (ids: readonly string[]) => ({
    count: ids.length,
    title: conversations.getState().rows.get(ids[0] ?? '')?.title ?? '',
  })

  function organise(ids: readonly string[], change: Organisation, text: string): void {
    rail.getState().chooseNone()
    attempt(async () => {
      const undo = await conversations.getState().organise(ids, change)
      toasts.getState().show({ kind: 'note', text, action: { label: t('undo'), run: () => attempt(undo) } })
    })
  }

  /** A chat that goes where it cannot be written in is left. */
  function leaveThese(ids: readonly string[]): void {
    const { place: here, leave } = place.getState()
    if (here.page === 'chat' && here.conversationId !== null && ids.includes(here.conversationId)) leave()
  }

  const folderName = (id: string): string => folders.getState().rows.get(id)?.name ?? ''
  const movedWords = (ids: readonly string[], folderId: string | null): string =>
    folderId === null ? t('movedOut', titles(ids)) : t('moved', { ...titles(ids), folder: folderName(folderId) })

  const pin = (ids: readonly string[], pinned: boolean): void =>
    organise(ids, { pinned }, pinned ? t('pinned', titles(ids)) : t('unpinned', titles(ids)))

  return {
    open: (id) => place.getState().go({ page: 'chat', conversationId: id }),
    rename: (id, title) => attempt(() => conversations.getState().rename(id, title)),
    move: (ids, folderId) => organise(ids, { folder_id: folderId }, movedWords(ids, folderId)),
    pin,
    archive(ids, archived) {
      if (archived) leaveThese(ids)
      organise(ids, { archived }, archived ? t('archived', titles(ids)) : t('unarchived', titles(ids)))
    },
    trash(ids) {
      const text = t('trashed', titles(ids))
      leaveThese(ids)
      organise(ids, { in_trash: true }, text)
    },
    restore: (ids) => organise(ids, { in_trash: false }, t('restored', titles(ids))),
    erase(ids) {
      rail.getState().chooseNone()
      leaveThese(ids)
      attempt(() => conversations.getState().erase(ids))
    },
    drop(ids, onto) {
      if (onto === 'pinned') return pin(ids, true)
      const folder_id = onto?.folderId ?? null
      organise(ids, { folder_id, pinned: false }, movedWords(ids, folder_id))
    },
  }
}
