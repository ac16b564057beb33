import { useStore } from 'zustand'
import type { Settings } from '../../src-shared/desktop/settings.ts'
import { usePage } from '../use-page.ts'

/** The settings, and the way to change some; what the core refuses is undone and said. */
export function useSettings(): readonly [Settings, (change: Partial<Settings>) => void] {
  const { settings, toasts } = usePage()
  const current = useStore(settings, (state) => state.settings)
  return [current, (change) => void toasts.getState().attempt(() => settings.getState().change(change))]
}
