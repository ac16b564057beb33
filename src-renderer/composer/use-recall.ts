import { type KeyboardEvent, useRef } from 'react'
import { usePage } from '../use-page.ts'
import { type Recall, recalled } from './recall.ts'

/** Up in an empty field brings the last question of this chat, up again the one before, down the way back. */
export function useRecall(write: (text: string) => void) {
  const { thread } = usePage()
  const now = useRef<Recall | null>(null)
  return (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    if (event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return false
    const { value: text, selectionStart: caret, selectionEnd } = event.currentTarget
    if (caret !== selectionEnd) return false
    const questions = thread.getState().items.filter(({ role }) => role === 'user')
    const texts = questions.map((question) => question.text).toReversed()
    const found = recalled(texts, now.current, { key: event.key, text, caret })
    if (found === undefined) return false
    now.current = found
    write(found?.text ?? '')
    return true
  }
}
