import { useStore } from 'zustand'
import { usePage } from '../use-page.ts'
import { useListKit } from './list-context.ts'

/** What goes on in a chat that is not open: an answer is being written, or one waits to be read. */
export function ChatMark({ id, isOpen }: { readonly id: string; readonly isOpen: boolean }) {
  const { activity } = usePage()
  const { t } = useListKit()
  const isAnswering = useStore(activity, ({ answering }) => answering.has(id))
  const isUnread = useStore(activity, ({ unread }) => unread.has(id))
  if (isOpen || !(isAnswering || isUnread)) return null
  const words = t(isAnswering ? 'answering' : 'unread')
  return (
    <span className={isAnswering ? 'mark answering' : 'mark'} title={words}>
      <span className="visually-hidden">{words}</span>
    </span>
  )
}
