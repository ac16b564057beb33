import { Archive, Trash2 } from 'lucide-react'
import { useStore } from 'zustand'
import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'

/** The open chat, when it lies in the archive or the trash. */
export function useAwayChat(): ConversationRow | undefined {
  const { place, conversations } = usePage()
  const id = useStore(place, ({ place: here }) => (here.page === 'chat' ? here.conversationId : null))
  const row = useStore(conversations, ({ rows }) => (id === null ? undefined : rows.get(id)))
  return row && (row.deleted_at !== null || row.archived) ? row : undefined
}

/** What lies in the trash is read only. */
export const useIsInTrash = (): boolean => (useAwayChat()?.deleted_at ?? null) !== null

/** Stands where the composer would: this chat can be read, and be brought back. */
export function AwayNotice({ row }: { readonly row: ConversationRow }) {
  const { conversations, toasts } = usePage()
  const t = useWords('rail')
  const isTrash = row.deleted_at !== null
  const bringBack = (): void => {
    const change = isTrash ? { in_trash: false } : { archived: false }
    void toasts.getState().attempt(() => conversations.getState().organise([row.id], change))
  }
  return (
    <div className="notice away-notice">
      {isTrash ? <Trash2 /> : <Archive />}
      <p>
        <b>{t(isTrash ? 'aside.inTrash' : 'aside.inArchive')}</b>
        {t(isTrash ? 'aside.inTrashRest' : 'aside.inArchiveRest')}
      </p>
      <button type="button" className="button primary" onClick={bringBack}>
        {t(isTrash ? 'do.restore' : 'do.unarchive')}
      </button>
    </div>
  )
}
