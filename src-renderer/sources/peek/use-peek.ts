import { type RefObject, useEffect, useState } from 'react'
import { usePage } from '../../use-page.ts'
import { type Peeked, peekedAt } from './peeked.ts'

/** The pointer rests so long before a passage is shown, so that crossing the text shows none. */
const restMs = 250
/** Time to get from the citation to its passage. */
const crossMs = 200

/**
 * What is looked at in the thread, by pointer or by focus. It stays while the pointer is on it or on its passage; Escape and a press
 * put it away.
 */
export function usePeek(popover: RefObject<HTMLElement | null>): Peeked | null {
  const { thread } = usePage()
  const [peeked, setPeeked] = useState<Peeked | null>(null)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const wish = (next: Peeked | null, afterMs: number): void => {
      clearTimeout(timer)
      timer = setTimeout(() => setPeeked((shown) => (shown?.anchor === next?.anchor ? shown : next)), afterMs)
    }
    const at = (target: EventTarget | null) => peekedAt(target, thread.getState().items)
    const onPointerOver = ({ target, pointerType }: PointerEvent): void => {
      if (pointerType === 'touch') return
      if (target instanceof Node && popover.current?.contains(target)) return clearTimeout(timer)
      const next = at(target)
      wish(next ?? null, next ? restMs : crossMs)
    }
    const onFocusIn = ({ target }: FocusEvent): void => {
      const next = target instanceof Element && target.matches(':focus-visible') ? at(target) : undefined
      wish(next ?? null, 0)
    }
    const putAway = (): void => wish(null, 0)
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || !popover.current?.matches(':popover-open')) return
      // It lies on top, so it goes first and alone.
      event.preventDefault()
      event.stopPropagation()
      putAway()
    }
    const listening = new AbortController()
    const options = { signal: listening.signal, capture: true }
    document.addEventListener('pointerover', onPointerOver, options)
    document.addEventListener('focusin', onFocusIn, options)
    document.addEventListener('keydown', onKeyDown, options)
    document.addEventListener('pointerdown', putAway, options)
    document.documentElement.addEventListener('pointerleave', putAway, options)
    return () => {
      listening.abort()
      clearTimeout(timer)
    }
  }, [popover, thread])
  return peeked
}
