import './thread.css'
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { FirstRun } from '../first-run/first-run.tsx'
import { usePage } from '../use-page.ts'
import { Answer } from './answer.tsx'
import { Question } from './question.tsx'

/** Within this many pixels of an edge the thread counts as there. */
const near = 80
const loadOlderWithin = 800

export function Thread() {
  const { thread } = usePage()
  const items = useStore(thread, (state) => state.items)
  const conversationId = useStore(thread, (state) => state.conversationId)
  const isLoading = useStore(thread, (state) => state.isLoading)
  const { frame, onScroll } = useKeptPlace(items, conversationId)
  return (
    <section className="thread" ref={frame} onScroll={onScroll} aria-label="Conversation">
      {items.length === 0 && !isLoading ? <FirstRun /> : null}
      {items.map((row) => (
        <Turn key={row.id} row={row} isLast={row === items.at(-1)} />
      ))}
    </section>
  )
}

const Turn = ({ row, isLast }: { readonly row: MessageRow; readonly isLast: boolean }) =>
  row.role === 'user' ? <Question row={row} /> : <Answer row={row} isLast={isLast} />

/** Stays at the end while an answer grows, unless the person scrolled up; keeps what is read in its place when older ones come. */
function useKeptPlace(items: readonly MessageRow[], conversationId: string | null) {
  const { thread, toasts } = usePage()
  const frame = useRef<HTMLElement>(null)
  const isAtEnd = useRef(true)
  const shown = useRef({ firstId: '', height: 0 })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another chat begins at its end
  useEffect(() => {
    isAtEnd.current = true
  }, [conversationId])
  useLayoutEffect(() => keepPlace(frame, items, { isAtEnd: isAtEnd.current, shown: shown.current }), [items])
  useEffect(() => stayAtEnd(frame, isAtEnd), [])
  const onScroll = (): void => {
    const element = frame.current
    if (!element) return
    isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < near
    shown.current.height = element.scrollHeight
    if (element.scrollTop < loadOlderWithin && thread.getState().hasMore)
      void toasts.getState().attempt(thread.getState().loadOlder)
  }
  return { frame, onScroll }
}

interface Kept {
  readonly isAtEnd: boolean
  readonly shown: { firstId: string; height: number }
}

function keepPlace(frame: RefObject<HTMLElement | null>, items: readonly MessageRow[], { isAtEnd, shown }: Kept): void {
  const element = frame.current
  if (!element) return
  const firstId = items[0]?.id ?? ''
  const isGrownAbove = shown.firstId !== '' && firstId !== shown.firstId && items.some(({ id }) => id === shown.firstId)
  if (isAtEnd) element.scrollTop = element.scrollHeight
  else if (isGrownAbove) element.scrollTop += element.scrollHeight - shown.height
  shown.firstId = firstId
  shown.height = element.scrollHeight
}

/** The composer grows, the window narrows: what was at the end stays there. */
function stayAtEnd(frame: RefObject<HTMLElement | null>, isAtEnd: RefObject<boolean>): () => void {
  const element = frame.current
  if (!element) return () => {}
  const observer = new ResizeObserver(() => {
    if (isAtEnd.current) element.scrollTop = element.scrollHeight
  })
  observer.observe(element)
  return () => observer.disconnect()
}
