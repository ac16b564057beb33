import { type RefObject, useEffect, useRef } from 'react'

/** When what had the focus was replaced by something else in this place, the first control of it has it now. */
export function useKeptFocus(place: RefObject<HTMLElement | null>, mode: string): void {
  const last = useRef(mode)
  useEffect(() => {
    if (last.current === mode) return
    last.current = mode
    if (document.activeElement !== document.body) return
    place.current?.querySelector<HTMLElement>('textarea, button')?.focus({ preventScroll: true })
  }, [mode, place])
}
