import { useSyncExternalStore } from 'react'

/** Below this rail and aside lie over the page as sheets; the style has the same width. */
const query = '(max-width: 719px)'

export const isNarrow = (): boolean => matchMedia(query).matches

export const useIsNarrow = (): boolean => useSyncExternalStore(watch, isNarrow)

function watch(onChange: () => void): () => void {
  const list = matchMedia(query)
  list.addEventListener('change', onChange)
  return () => list.removeEventListener('change', onChange)
}
