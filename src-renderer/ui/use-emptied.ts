import { useLayoutEffect, useRef } from 'react'

/** Runs what gives the focus a place when the last of something went with it. Before that is drawn, and before any control is taken. */
export function useEmptied(isEmpty: boolean, giveFocus: () => void): void {
  const wasEmpty = useRef(isEmpty)
  // biome-ignore lint/correctness/useExhaustiveDependencies: when it is emptied, not when what to do is another function
  useLayoutEffect(() => {
    const isEmptied = isEmpty && !wasEmpty.current
    wasEmpty.current = isEmpty
    if (isEmptied && document.activeElement === document.body) giveFocus()
  }, [isEmpty])
}
