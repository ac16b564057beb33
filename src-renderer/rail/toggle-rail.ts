import type { Page } from '../create-page.ts'
import { isNarrow } from '../ui/narrow.ts'

/** Shows the rail or puts it away; in a narrow window as a sheet. */
export function toggleRail({ place, panels }: Pick<Page, 'place' | 'panels'>): void {
  const { isRailOpen, showRail } = place.getState()
  if (isNarrow()) return showRail(!isRailOpen)
  const { isRailShown, showRail: show, hideRail } = panels.getState()
  const inRail = document.activeElement?.closest('#rail') ?? null
  if (isRailShown) hideRail()
  else show()
  // Focus is not left on what can no longer be seen.
  const next = isRailShown ? '.rail-toggle' : '#rail button'
  if (!isRailShown || inRail !== null) requestAnimationFrame(() => document.querySelector<HTMLElement>(next)?.focus())
}
