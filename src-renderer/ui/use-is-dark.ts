import { useSyncExternalStore } from 'react'

const root = (): HTMLElement => document.documentElement

function watch(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange)
  observer.observe(root(), { attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}

const isDark = (): boolean => root().dataset.theme === 'dark'

/** For what draws its colours itself: all else has them from the style. */
export const useIsDark = (): boolean => useSyncExternalStore(watch, isDark)
