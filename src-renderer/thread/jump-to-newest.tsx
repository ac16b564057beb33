import { ArrowDown } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'

export interface JumpToNewestProps {
  readonly isAtEnd: boolean
  readonly items: readonly MessageRow[]
}

/** The way back to the end, with the number of messages that came since it was left. */
export function JumpToNewest({ isAtEnd, items }: JumpToNewestProps) {
  const { thread, toasts } = usePage()
  const t = useWords('thread')
  const lastId = items.at(-1)?.id
  const seenId = useRef(lastId)
  useEffect(() => {
    if (isAtEnd) seenId.current = lastId
  }, [isAtEnd, lastId])
  if (isAtEnd) return null
  const seenAt = items.findLastIndex(({ id }) => id === seenId.current)
  const count = seenAt < 0 ? 0 : items.length - 1 - seenAt
  const jump = (): void => {
    void toasts.getState().attempt(thread.getState().toNewest)
    document.querySelector<HTMLElement>('.thread')?.focus({ preventScroll: true })
  }
  return (
    <button type="button" className="button sm to-newest" onClick={jump}>
      <ArrowDown className="small" />
      {count > 0 ? t('newMessages', { count }) : t('newest')}
    </button>
  )
}
