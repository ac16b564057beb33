import type { MessageRow } from '../../src-shared/rows/message.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'

/** Takes a message out with everything below it, and offers to bring it back. */
export function useDelete({ id, role }: MessageRow): () => void {
  const { thread, toasts } = usePage()
  const t = useWords('thread')
  return () => {
    const { attempt, show } = toasts.getState()
    const restore = (): void => void attempt(() => thread.getState().restore(id))
    const remove = async (): Promise<void> => {
      await thread.getState().remove(id)
      const text = role === 'user' ? t('deleted.question') : t('deleted.answer')
      show({ kind: 'note', text, action: { label: t('deleted.undo'), run: restore } })
    }
    // The button goes with the message; the keyboard stays in the thread.
    document.querySelector<HTMLElement>('.thread')?.focus({ preventScroll: true })
    void attempt(remove)
  }
}
