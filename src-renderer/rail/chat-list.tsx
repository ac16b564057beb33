import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import type { ListRow } from '../conversations/list-rows.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { ListContext } from './list-context.ts'
import { ListHead } from './list-head.tsx'
import { ListLine } from './list-line.tsx'
import { lineId, useListKeys } from './use-list-keys.ts'
import { useTidy } from './use-tidy.ts'

const linePx = 34
const groupPx = 40

/** Every chat, as lines of which only those in sight are drawn. */
export function ChatList({ rows, openId }: { readonly rows: readonly ListRow[]; readonly openId: string | null }) {
  const t = useWords('rail')
  const tidy = useTidy()
  const kit = useMemo(() => ({ t, tidy }), [t, tidy])
  const current = useStore(usePage().rail, (state) => state.current)
  const scroll = useRef<HTMLDivElement>(null)
  // The first heading stands in the head of the list, and so does that of the topmost line when it is scrolled.
  const lines = rows[0]?.kind === 'group' ? rows.slice(1) : rows
  const standing = standingLine(lines, [current, openId])
  const list = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => (lines[index]?.kind === 'group' ? groupPx : linePx),
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 8,
    // Drawn with the next frame, not within each step of the wheel.
    useFlushSync: false,
    // The line that has the focus stays drawn, wherever it is scrolled to.
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), Math.max(0, standing)])].sort((a, b) => a - b),
  })
  useFocusWanted(lines, (index) => list.scrollToIndex(index))
  const onKeyDown = useListKeys(lines)
  const top = list.getVirtualItemForOffset(list.scrollOffset ?? 0)?.index ?? 0
  return (
    <>
      <ListHead group={groupAbove(rows, lines[top])} />
      <div ref={scroll} className="chats">
        <ListContext value={kit}>
          <ul aria-label={t('list')} style={{ height: list.getTotalSize() }} onKeyDown={onKeyDown} onKeyUp={keepSpace}>
            {list.getVirtualItems().map(({ index, key, start }) => {
              const line = lines[index]
              if (!line) return null
              const place = { index, count: lines.length, top: start }
              return <ListLine key={key} line={line} {...place} isStanding={index === standing} isOpen={line.key === openId} />
            })}
          </ul>
        </ListContext>
      </div>
    </>
  )
}

/** A button is pressed when Space comes up; in the list Space chooses. */
function keepSpace(event: React.KeyboardEvent): void {
  const isLine = event.target instanceof HTMLElement && event.target.id.startsWith(lineId(''))
  if (event.key === ' ' && isLine) event.preventDefault()
}

/** Where Tab enters the list: the first of these that is in it, else its first line. */
function standingLine(lines: readonly ListRow[], wanted: readonly (string | null)[]): number {
  const found = wanted.map((key) => lines.findIndex((line) => line.key === key)).find((index) => index !== -1)
  return found ?? lines.findIndex(({ kind }) => kind !== 'group')
}

function groupAbove(rows: readonly ListRow[], top: ListRow | undefined) {
  const at = top === undefined ? 0 : rows.indexOf(top)
  // A heading that is just leaving is not yet above.
  const above = rows.slice(0, Math.max(1, at)).findLast(({ kind }) => kind === 'group')
  return above?.kind === 'group' ? above.group : null
}

/** Gives the focus to the current line when that is wanted; where it is gone, to the one in its place. */
function useFocusWanted(lines: readonly ListRow[], scrollTo: (index: number) => void): void {
  const { rail } = usePage()
  const current = useStore(rail, (state) => state.current)
  const wantsFocus = useStore(rail, (state) => state.wantsFocus)
  const lastIndex = useRef(0)
  useLayoutEffect(() => {
    const found = lines.findIndex(({ key }) => key === current)
    if (found !== -1) lastIndex.current = found
    if (!wantsFocus) return
    const near = lines.slice(Math.min(lastIndex.current, lines.length - 1)).find(({ kind }) => kind !== 'group')
    const key = found === -1 ? (near ?? lines.findLast(({ kind }) => kind !== 'group'))?.key : current
    if (key === undefined || key === null) return rail.getState().put({ wantsFocus: false })
    if (key !== current) return rail.getState().put({ current: key })
    scrollTo(found)
    const line = document.getElementById(lineId(key))
    line?.focus({ preventScroll: true })
    if (line) rail.getState().put({ wantsFocus: false })
  }, [lines, current, wantsFocus, rail, scrollTo])
}
