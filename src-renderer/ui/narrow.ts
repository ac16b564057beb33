import { useSyncExternalStore } from 'react'

/** Below this rail and aside lie over the page as sheets; the style has the same width. */
const narrow = watched('(max-width: 719px)')
/** Below this there is no room for the rail, a page and a column beside it. */
const tight = watched('(max-width: 1079px)')

export const isNarrow = narrow.is
export const isTight = tight.is

export const useIsNarrow = (): boolean => useSyncExternalStore(narrow.watch, narrow.is)
export const useIsTight = (): boolean => useSyncExternalStore(tight.watch, tight.is)

function watched(query: string) {
  return {
    is: (): boolean => matchMedia(query).matches,
    watch(onChange: () => void): () => void {
      const list = matchMedia(query)
      list.addEventListener('change', onChange)
      return () => list.removeEventListener('change', onChange)
    },
  }
}
