import { type RefObject, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { usePage } from '../use-page.ts'

/** Whoever opens a source is in it at once; closed, the focus goes back to the citation that it was opened from. */
export function useViewerFocus(viewer: RefObject<HTMLElement | null>): void {
  const { sources: store } = usePage()
  const opener = useRef<HTMLElement | null>(null)
  const sources = useStore(store, (state) => state.sources)
  const number = useStore(store, (state) => state.number)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time that a source is opened
  useEffect(() => {
    const active = document.activeElement
    if (!(active instanceof HTMLElement) || viewer.current?.contains(active)) return
    opener.current = active
    viewer.current?.focus({ preventScroll: true })
  }, [viewer, sources, number])
  useEffect(
    () => () => {
      if (document.activeElement === document.body) opener.current?.focus({ preventScroll: true })
    },
    [],
  )
}
