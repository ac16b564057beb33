import { useState } from 'react'
import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import { useWords } from '../language/use-words.ts'
import { NameField } from '../ui/name-field.tsx'
import { usePage } from '../use-page.ts'

/** The title of the open chat; a press changes it in its place. */
export function ChatTitle({ row }: { readonly row: ConversationRow | undefined }) {
  const { conversations, toasts } = usePage()
  const t = useWords('thread')
  const [isRenaming, setRenaming] = useState(false)
  if (!row) return t('newChat')
  const done = (title: string): void => {
    setRenaming(false)
    void toasts.getState().attempt(() => conversations.getState().rename(row.id, title))
  }
  if (isRenaming) return <NameField label={t('renameField')} name={row.title} onDone={done} onCancel={() => setRenaming(false)} />
  const title = row.title === '' ? t('newChat') : row.title
  return (
    <button type="button" className="chat-title cut" title={t('rename')} onClick={() => setRenaming(true)}>
      {title}
    </button>
  )
}
