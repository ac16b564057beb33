import { Ellipsis, Pencil, Pin, PinOff, Trash2 } from 'lucide-react'
import { memo, useState } from 'react'
import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import { Menu } from '../ui/menu.tsx'
import { NameField } from '../ui/name-field.tsx'
import { usePage } from '../use-page.ts'

export interface ConversationItemProps {
  readonly row: ConversationRow
  readonly isSelected: boolean
}

export const ConversationItem = memo(function ConversationItem({ row, isSelected }: ConversationItemProps) {
  const { id, title, pinned } = row
  const [isRenaming, setRenaming] = useState(false)
  const { open, rename, pin, trash } = useConversationActions(row)
  if (isRenaming) {
    const done = (name: string): void => {
      setRenaming(false)
      rename(name)
    }
    return (
      <li>
        <NameField label="Name of the chat" name={title} onDone={done} onCancel={() => setRenaming(false)} />
      </li>
    )
  }
  return (
    <li className="conversation" data-selected={isSelected}>
      <button type="button" className="cut" aria-current={isSelected ? 'page' : undefined} title={title} onClick={() => open(id)}>
        {title}
      </button>
      <Menu label={`More about ${title}`} face={<Ellipsis className="small" />}>
        <button type="button" onClick={() => setRenaming(true)}>
          <Pencil className="small" /> Rename
        </button>
        <button type="button" onClick={pin}>
          {pinned ? <PinOff className="small" /> : <Pin className="small" />} {pinned ? 'Unpin' : 'Pin'}
        </button>
        <button type="button" onClick={trash}>
          <Trash2 className="small" /> Move to trash
        </button>
      </Menu>
    </li>
  )
})

function useConversationActions({ id, title, pinned }: ConversationRow) {
  const { conversations, place, toasts } = usePage()
  const { attempt, show } = toasts.getState()
  const state = conversations.getState()
  const open = (conversationId: string | null): void => place.getState().go({ page: 'chat', conversationId })
  const restore = (): void => void attempt(() => state.restore(id))
  async function trash(): Promise<void> {
    const { place: here } = place.getState()
    await state.trash(id)
    if (here.page === 'chat' && here.conversationId === id) open(null)
    show({ kind: 'note', text: `“${title}” moved to trash`, action: { label: 'Undo', run: restore } })
  }
  return {
    open,
    rename: (name: string) => void attempt(() => state.rename(id, name)),
    pin: () => void attempt(() => state.pin(id, !pinned)),
    trash: () => void attempt(trash),
  }
}
