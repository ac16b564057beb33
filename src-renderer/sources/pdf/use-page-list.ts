import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { type RefObject, useCallback, useLayoutEffect, useRef } from 'react'
import type { Excerpt } from '../source-store.ts'

/** Height over width of a page until it is known: A4. */
export const usualRatio = Math.SQRT2
const gapPx = 10

export interface PageListWish {
  readonly of: number
  readonly widthPx: number
  /** The page to open at, for this excerpt. */
  readonly target: number
  readonly excerpt: Excerpt
  /** Where the printed part begins, as a share of the width. */
  readonly left: number
}

export interface PageList {
  readonly list: Virtualizer<HTMLElement, HTMLElement>
  /** The page in the middle of what is seen, from 1. */
  readonly at: number
}

/** Only the pages in view and their neighbours are there; the others are but room. */
export function usePageList(frame: RefObject<HTMLElement | null>, wish: PageListWish): PageList {
  const { of, widthPx, target, excerpt, left } = wish
  const list = useVirtualizer<HTMLElement, HTMLElement>({
    count: of,
    getScrollElement: () => frame.current,
    estimateSize: useCallback(() => Math.round(widthPx * usualRatio), [widthPx]),
    overscan: 1,
    gap: gapPx,
  })
  const middle = (list.scrollOffset ?? 0) + (list.scrollRect?.height ?? 0) / 2
  const at = (list.getVirtualItemForOffset(middle)?.index ?? target - 1) + 1
  const last = useRef({ widthPx, at })
  useLayoutEffect(() => {
    if (last.current.widthPx === widthPx) {
      last.current = { widthPx, at }
      return
    }
    // Every page has another height now; the one that was read stays.
    last.current = { widthPx, at: last.current.at }
    list.measure()
    list.scrollToIndex(last.current.at - 1, { align: 'start' })
    frame.current?.scrollTo({ left: left * widthPx })
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: each excerpt has its own place to be at
  useLayoutEffect(() => {
    last.current = { ...last.current, at: target }
    list.scrollToIndex(target - 1, { align: 'start' })
  }, [excerpt, list])
  return { list, at }
}
