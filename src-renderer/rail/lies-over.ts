import { useStore } from 'zustand'
import type { Page } from '../create-page.ts'
import { isNarrow, isTight, useIsNarrow, useIsTight } from '../ui/narrow.ts'
import { usePage } from '../use-page.ts'

/** Whether the rail lies over the page as a sheet: in a narrow window, and in one that has no room for a third column. */
export const railLiesOver = ({ place, sources }: Pick<Page, 'place' | 'sources'>): boolean =>
  isNarrow() || (isTight() && (place.getState().place.page === 'knowledge' || sources.getState().number > 0))

export function useRailLiesOver(): boolean {
  const { place, sources } = usePage()
  const hasColumn = useStore(place, (state) => state.place.page === 'knowledge')
  const hasSource = useStore(sources, ({ number }) => number > 0)
  const [narrow, tight] = [useIsNarrow(), useIsTight()]
  return narrow || (tight && (hasColumn || hasSource))
}
