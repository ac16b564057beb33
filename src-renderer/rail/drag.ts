import { type DragEvent, useState } from 'react'
import { inOrder } from '../conversations/folder-store.ts'
import type { Page } from '../create-page.ts'
import { usePage } from '../use-page.ts'
import { chatsOf } from './choose-rows.ts'
import { useListKit } from './list-context.ts'

export type Dragged = { readonly chatId: string } | { readonly folderId: string }

/** Among the pinned, into a folder, or outside of both. */
export type DropTarget = 'pinned' | { readonly folderId: string } | null

/** So that nothing else in the window takes what is dragged for a file or a text. */
const kind = 'application/x-hearth-line'

/** A line that can be dragged: a chat takes the chosen ones along when it is one of them. */
export function useDragged(what: Dragged) {
  const { rail } = usePage()
  return {
    draggable: true,
    onDragStart({ dataTransfer }: DragEvent) {
      dataTransfer.setData(kind, '')
      dataTransfer.effectAllowed = 'move'
      const { chosen, put } = rail.getState()
      put({ dragged: 'chatId' in what ? { chatIds: chatsOf(chosen, what.chatId) } : what })
    },
    onDragEnd: () => rail.getState().put({ dragged: null }),
  }
}

/** Where chats can be dropped. Folders are dropped on folders. */
export function useDrop(onto: DropTarget) {
  const page = usePage()
  const { tidy } = useListKit()
  const [isOver, setOver] = useState(false)
  const folderId = onto === null || onto === 'pinned' ? null : onto.folderId

  function takes(): boolean {
    const { dragged } = page.rail.getState()
    return dragged !== null && ('chatIds' in dragged || (folderId !== null && dragged.folderId !== folderId))
  }

  const handlers = {
    onDragOver(event: DragEvent) {
      if (!takes()) return
      event.preventDefault()
      setOver(true)
    },
    onDragLeave: () => setOver(false),
    onDrop(event: DragEvent) {
      const { dragged, put } = page.rail.getState()
      setOver(false)
      if (dragged === null || !takes()) return
      event.preventDefault()
      put({ dragged: null })
      if ('chatIds' in dragged) tidy.drop(dragged.chatIds, onto)
      else if (folderId !== null) placeFolder(page, dragged.folderId, folderId)
    },
  }

  return { isOver, handlers }
}

/** Dragged down it lands behind the other, dragged up before it, as the eye expects. */
function placeFolder({ folders, toasts }: Page, id: string, other: string): void {
  const order = inOrder(folders.getState().rows.values()).map((folder) => folder.id)
  const isDown = order.indexOf(id) < order.indexOf(other)
  const before = isDown ? (order[order.indexOf(other) + 1] ?? null) : other
  void toasts.getState().attempt(() => folders.getState().move(id, before))
}
