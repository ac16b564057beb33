import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { AttachmentChip } from './attachment-chip.tsx'

/** The files that went with a question; this chat goes on answering from them until they are taken off. */
export function SentAttachments({ questionId }: { readonly questionId: string }) {
  const { attachments, toasts } = usePage()
  const t = useWords('composer')
  const { rows } = useStore(attachments)
  const sent = [...rows.values()].filter((row) => row.message_id === questionId)
  if (sent.length === 0) return null
  const remove = (id: string): void => void toasts.getState().attempt(() => attachments.getState().remove(id))
  return (
    <ul className="attachments sent" aria-label={t('sentWith')}>
      {sent.map(({ id, name }) => (
        <AttachmentChip key={id} name={name} onRemove={() => remove(id)} />
      ))}
    </ul>
  )
}
