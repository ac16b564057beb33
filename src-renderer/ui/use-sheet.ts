import { useEffect } from 'react'

export interface Sheet {
  readonly isOpen: boolean
  /** Finds what gets the focus. */
  readonly first: string
  readonly onClose: () => void
}

/** A panel that lies over the page: focus goes in, Escape closes it, and focus goes back. What lies below is made inert by who draws it. */
export function useSheet({ isOpen, first, onClose }: Sheet): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: only opening and closing move the focus
  useEffect(() => {
    if (!isOpen) return
    const before = document.activeElement
    document.querySelector<HTMLElement>(first)?.focus()
    const onKeyDown = (event: KeyboardEvent): void => {
      const isFor = event.key === 'Escape' && !event.defaultPrevented
      // What is open on the sheet goes first.
      if (isFor && document.querySelector(':popover-open, dialog:modal') === null) onClose()
    }
    addEventListener('keydown', onKeyDown)
    return () => {
      removeEventListener('keydown', onKeyDown)
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [isOpen])
}
