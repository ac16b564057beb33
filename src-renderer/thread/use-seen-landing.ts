import { useEffect } from 'react'
import { useStore } from 'zustand'
import { usePage } from '../use-page.ts'

const modifiers: readonly string[] = ['Shift', 'Control', 'Alt', 'Meta']
const scrolling: readonly string[] = ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End']

/** What was landed on stays marked while it is read, scrolling included; the next thing that is done takes the mark away. */
export function useSeenLanding(): void {
  const { thread } = usePage()
  const landing = useStore(thread, (state) => state.landing)
  useEffect(() => {
    if (landing === null) return
    // The key or the press that brought us here may still be on its way to the window.
    const since = performance.now()
    const onAction = (event: PointerEvent | KeyboardEvent): void => {
      const isReading = 'key' in event && (modifiers.includes(event.key) || scrolling.includes(event.key))
      if (event.timeStamp > since && !isReading) thread.getState().forgetLanding()
    }
    addEventListener('pointerdown', onAction)
    addEventListener('keydown', onAction)
    return () => {
      removeEventListener('pointerdown', onAction)
      removeEventListener('keydown', onAction)
    }
  }, [landing, thread])
}
