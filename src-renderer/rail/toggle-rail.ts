import type { Page } from '../create-page.ts'
import { railLiesOver } from './lies-over.ts'

/** Shows the rail or puts it away; where it lies over the page as a sheet. */
export function toggleRail({ place, panels, sources }: Pick<Page, 'place' | 'panels' | 'sources'>): void {
  const { isRailOpen, showRail } = place.getState()
  if (railLiesOver({ place, sources })) return showRail(!isRailOpen)
  const { isRailShown, showRail: show, hideRail } = panels.getState()
  const inRail = document.activeElement?.closest('#rail') ?? null
  if (isRailShown) hideRail()
  else show()
  // Focus is not left on what can no longer be seen.
  const next = isRailShown ? '.rail-toggle' : '#rail button'
  if (!isRailShown || inRail !== null) requestAnimationFrame(() => document.querySelector<HTMLElement>(next)?.focus())
}
