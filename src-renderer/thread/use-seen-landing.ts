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
    const { forgetLanding } = thread.getState()
    const onKeyDown = ({ key }: KeyboardEvent): void => {
      if (!modifiers.includes(key) && !scrolling.includes(key)) forgetLanding()
    }
    addEventListener('pointerdown', forgetLanding)
    addEventListener('keydown', onKeyDown)
    return () => {
      removeEventListener('pointerdown', forgetLanding)
      removeEventListener('keydown', onKeyDown)
    }
  }, [landing, thread])
}
