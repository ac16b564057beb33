import { useMemo } from 'react'
import { useStore } from 'zustand'
import { groupConversations } from '../conversations/group-conversations.ts'
import { usePage } from '../use-page.ts'
import { ConversationItem } from './conversation-item.tsx'

export function ConversationList({ selectedId }: { readonly selectedId: string | null }) {
  const { conversations } = usePage()
  const rows = useStore(conversations, (state) => state.rows)
  const isLoaded = useStore(conversations, (state) => state.isLoaded)
  const groups = useMemo(() => groupConversations(rows.values(), Date.now()), [rows])
  if (isLoaded && groups.length === 0) return <p className="rail-empty">Your chats are listed here.</p>
  return (
    <div className="conversations">
      {groups.map(({ name, rows: members }) => (
        <section key={name} aria-label={name}>
          <h2>{name}</h2>
          <ul>
            {members.map((row) => (
              <ConversationItem key={row.id} row={row} isSelected={row.id === selectedId} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
