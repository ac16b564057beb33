import { defaultRangeExtractor, type Range, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { usePage } from '../use-page.ts'
import { estimateTurnPx } from './estimate-turn.ts'

/** Within this many pixels of the end the thread counts as there, and stays there. */
const nearPx = 80
const overscan = 5
/** So many turns before an edge of what is loaded, the next page is asked for. */
const loadWithin = 12

export interface ListOfTurns {
  readonly list: Virtualizer<HTMLElement, HTMLElement>
  readonly isAtEnd: boolean
}

/** The turns in view: begins at the end or at the landing, keeps what is read in its place, follows only at the end. */
export function useListOfTurns(frame: RefObject<HTMLElement | null>, items: readonly MessageRow[]): ListOfTurns {
  const { thread } = usePage()
  const hasNewer = useStore(thread, (state) => state.hasNewer)
  const ids = useSameIds(items)
  const rows = useRef(items)
  rows.current = items
  const list = useVirtualizer<HTMLElement, HTMLElement>({
    count: ids.length,
    getScrollElement: () => frame.current,
    getItemKey: useCallback((index: number) => ids[index] ?? index, [ids]),
    estimateSize: useCallback((index: number) => estimateTurnPx(rows.current[index]), []),
    rangeExtractor: useCallback((range: Range) => withFocused(range, ids), [ids]),
    overscan,
    initialRect: { width: 720, height: innerHeight },
    initialOffset: () => beginningPx(items, thread.getState().landing?.messageId),
    anchorTo: 'end',
    followOnAppend: true,
    // Where the branch goes on below what is loaded, the last turn is not the end.
    scrollEndThreshold: hasNewer ? -1 : nearPx,
  })
  const isAtEnd = !hasNewer && distanceFromEnd(list) <= nearPx
  useStayAtEnd(frame, list, isAtEnd)
  useLandings(list, ids)
  useNextPages(list, ids.length)
  return { list, isAtEnd }
}

/** The same array while the same messages are shown: positions are computed anew only when others are. */
function useSameIds(items: readonly MessageRow[]): readonly string[] {
  const last = useRef<readonly string[]>([])
  const isSame = last.current.length === items.length && items.every(({ id }, index) => id === last.current[index])
  if (!isSame) last.current = items.map(({ id }) => id)
  return last.current
}

/** What has the focus stays in the page, however far it is scrolled away. */
function withFocused(range: Range, ids: readonly string[]): number[] {
  const shown = defaultRangeExtractor(range)
  const focused = document.activeElement?.closest('[data-message-id]')?.getAttribute('data-message-id')
  const at = focused ? ids.indexOf(focused) : -1
  return at < 0 || shown.includes(at) ? shown : [...shown, at].toSorted((a, b) => a - b)
}

/** About where a part that is shown for the first time begins, so that its right turns are drawn first. */
function beginningPx(items: readonly MessageRow[], messageId: string | undefined): number {
  const at = messageId === undefined ? -1 : items.findIndex(({ id }) => id === messageId)
  const above = at < 0 ? items : items.slice(0, at + 1)
  return Math.max(0, above.reduce((sum, row) => sum + estimateTurnPx(row), 0) - innerHeight * (at < 0 ? 0.7 : 0.5))
}

const distanceFromEnd = (list: Virtualizer<HTMLElement, HTMLElement>): number =>
  list.getTotalSize() - (list.scrollOffset ?? 0) - (list.scrollRect?.height ?? 0)

/** At first, when the end is asked for, and when the composer grows or the window narrows there. */
function useStayAtEnd(frame: RefObject<HTMLElement | null>, list: Virtualizer<HTMLElement, HTMLElement>, isAtEnd: boolean): void {
  const { thread } = usePage()
  const endWanted = useStore(thread, (state) => state.endWanted)
  const isThere = useRef(isAtEnd)
  isThere.current = isAtEnd
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time that it is asked for
  useLayoutEffect(() => {
    if (thread.getState().landing === null) list.scrollToEnd()
  }, [list, endWanted, thread])
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const observer = new ResizeObserver(() => {
      if (isThere.current) list.scrollToEnd()
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [frame, list])
}

function useLandings(list: Virtualizer<HTMLElement, HTMLElement>, ids: readonly string[]): void {
  const landing = useStore(usePage().thread, (state) => state.landing)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each landing, not whenever messages come
  useLayoutEffect(() => {
    const at = landing ? ids.indexOf(landing.messageId) : -1
    if (at >= 0) list.scrollToIndex(at, { align: 'center' })
  }, [list, landing])
}

function useNextPages(list: Virtualizer<HTMLElement, HTMLElement>, count: number): void {
  const { thread, toasts } = usePage()
  const { startIndex, endIndex } = list.range ?? { startIndex: loadWithin, endIndex: 0 }
  const needs = useStore(thread, ({ hasMore, hasNewer, isLoading }) => {
    if (isLoading) return null
    if (hasMore && startIndex < loadWithin) return 'loadOlder'
    return hasNewer && endIndex > count - loadWithin ? 'loadNewer' : null
  })
  useEffect(() => {
    if (needs) void toasts.getState().attempt(thread.getState()[needs])
  }, [needs, thread, toasts])
}
