import {
  Archive,
  ArchiveRestore,
  ArrowDown,
  ArrowUp,
  Check,
  FolderInput,
  FolderX,
  Pencil,
  Pin,
  PinOff,
  RotateCcw,
  Tag,
  Trash2,
} from 'lucide-react'
import { viewOf } from '../conversations/list-rows.ts'
import type { Page } from '../create-page.ts'
import type { Words } from '../language/use-words.ts'
import type { MenuChoice } from '../ui/context-menu.tsx'
import { toggled } from './choose-rows.ts'
import { moveFolder } from './move-folder.ts'
import type { Tidy } from './tidy.ts'

export interface MenuDeps {
  readonly page: Page
  readonly tidy: Tidy
  readonly t: Words<'rail'>
}

/** What can be done with these chats, all of which lie in the same view. */
export function chatChoices({ page, tidy, t }: MenuDeps, ids: readonly string[]): MenuChoice[] {
  const { put } = page.rail.getState()
  const rows = ids.flatMap((id) => page.conversations.getState().rows.get(id) ?? [])
  const [first] = rows
  if (!first) return []
  const erase = { label: t('do.erase'), Icon: Trash2, run: () => put({ asked: { kind: 'erase', ids } }), isApart: true }
  const trash = { label: t('do.trash'), Icon: Trash2, run: () => tidy.trash(ids), isApart: true }
  switch (viewOf(first)) {
    case 'trash':
      return [{ label: t('do.restore'), Icon: RotateCcw, run: () => tidy.restore(ids) }, erase]
    case 'archived':
      return [{ label: t('do.unarchive'), Icon: ArchiveRestore, run: () => tidy.archive(ids, false) }, trash]
    case 'active': {
      const isPinned = rows.every(({ pinned }) => pinned)
      return [
        { label: t(isPinned ? 'do.unpin' : 'do.pin'), Icon: isPinned ? PinOff : Pin, run: () => tidy.pin(ids, !isPinned) },
        { label: t('do.move'), Icon: FolderInput, run: () => put({ asked: { kind: 'move', ids } }) },
        { label: t('do.tags'), Icon: Tag, run: () => put({ asked: { kind: 'tags', ids } }) },
        { label: t('do.archive'), Icon: Archive, run: () => tidy.archive(ids, true) },
        trash,
      ]
    }
  }
}

/** For one chat, also what only one can have done. */
export function oneChatChoices(deps: MenuDeps, id: string): MenuChoice[] {
  const { page, t } = deps
  const { chosen, choose, put } = page.rail.getState()
  const [first, ...rest] = chatChoices(deps, [id])
  const rename = { label: t('do.rename'), Icon: Pencil, keys: 'F2', run: () => put({ renaming: id }) }
  const pick = { label: t('do.choose'), Icon: Check, run: () => choose(toggled(chosen, id), id) }
  return [...(first ? [first] : []), rename, ...rest.toSpliced(-1, 0, pick)]
}

export function folderChoices({ page, t }: MenuDeps, id: string): MenuChoice[] {
  const { rail, folders } = page
  const name = folders.getState().rows.get(id)?.name ?? ''
  return [
    { label: t('do.rename'), Icon: Pencil, keys: 'F2', run: () => rail.getState().put({ renaming: id }) },
    { label: t('do.up'), Icon: ArrowUp, keys: 'Alt ↑', run: () => moveFolder(page, id, -1) },
    { label: t('do.down'), Icon: ArrowDown, keys: 'Alt ↓', run: () => moveFolder(page, id, 1) },
    {
      label: t('do.removeFolder'),
      Icon: FolderX,
      isApart: true,
      run: () => removeFolder({ page, id, text: t('folderRemoved', { name }), undo: t('undo') }),
    },
  ]
}

interface Removal {
  readonly page: Page
  readonly id: string
  readonly text: string
  readonly undo: string
}

/** Its chats stay, and lie in it again when that is undone. */
function removeFolder({ page, id, text, undo }: Removal): void {
  const { folders, conversations, toasts } = page
  const { attempt, show } = toasts.getState()
  const inside = [...conversations.getState().rows.values()].filter(({ folder_id }) => folder_id === id).map((row) => row.id)
  void attempt(async () => {
    const bringBack = await folders.getState().remove(id)
    const run = (): void =>
      void attempt(async () => {
        await bringBack()
        if (inside.length > 0) await conversations.getState().organise(inside, { folder_id: id })
      })
    show({ kind: 'note', text, action: { label: undo, run } })
  })
}
