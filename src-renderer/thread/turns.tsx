import { memo, useRef } from 'react'
import { useStore } from 'zustand'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { SummaryFold } from '../context/summary-fold.tsx'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { Answer } from './answer.tsx'
import { JumpToNewest } from './jump-to-newest.tsx'
import { Question } from './question.tsx'
import { useListOfTurns } from './use-list-of-turns.ts'
import { useSeenLanding } from './use-seen-landing.ts'

/** The messages of the branch; only those in view, and a few around them, are elements. */
export function Turns() {
  const { thread } = usePage()
  const t = useWords('thread')
  const items = useStore(thread, (state) => state.items)
  const marked = useStore(thread, (state) => state.landing?.messageId)
  const frame = useRef<HTMLElement>(null)
  useSeenLanding()
  const { list, isAtEnd } = useListOfTurns(frame, items)
  const lastId = items.at(-1)?.id
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by the keyboard, too */}
      <section className="thread" ref={frame} tabIndex={0} aria-label={t('label')}>
        <div className="turns" style={{ height: list.getTotalSize() }}>
          {list.getVirtualItems().map(({ key, index, start }) => {
            const row = items[index]
            if (!row) return null
            const className = row.id === marked ? 'turn-slot marked' : 'turn-slot'
            return (
              <div key={key} ref={list.measureElement} {...slotData(row.id, index)} className={className} style={{ top: start }}>
                <Turn row={row} isLast={row.id === lastId} />
                <SummaryFold messageId={row.id} />
              </div>
            )
          })}
        </div>
      </section>
      <JumpToNewest isAtEnd={isAtEnd} items={items} />
    </>
  )
}

const slotData = (id: string, index: number) => ({ 'data-message-id': id, 'data-index': index })

const Turn = memo(function Turn({ row, isLast }: { readonly row: MessageRow; readonly isLast: boolean }) {
  return row.role === 'user' ? <Question row={row} /> : <Answer row={row} isLast={isLast} />
})
