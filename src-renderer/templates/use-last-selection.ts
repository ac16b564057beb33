import { useEffect, useRef } from 'react'

/** What was marked in the window before the caret went into a field, which takes the mark away. */
export function useLastSelection(): () => string {
  const marked = useRef('')
  useEffect(() => {
    const onChange = (): void => {
      if (!document.activeElement?.matches('input, textarea')) marked.current = getSelection()?.toString() ?? ''
    }
    document.addEventListener('selectionchange', onChange)
    return () => document.removeEventListener('selectionchange', onChange)
  }, [])
  return () => marked.current
}
