import { inOrder } from '../conversations/folder-store.ts'
import type { Page } from '../create-page.ts'

/** One place up or down in the order of folders; at the ends it stays. */
export function moveFolder({ folders, toasts }: Page, id: string, by: 1 | -1): void {
  const order = inOrder(folders.getState().rows.values()).map((folder) => folder.id)
  const at = order.indexOf(id)
  if (at + by < 0 || at + by >= order.length) return
  const before = by === 1 ? order[at + 2] : order[at - 1]
  void toasts.getState().attempt(() => folders.getState().move(id, before ?? null))
}
