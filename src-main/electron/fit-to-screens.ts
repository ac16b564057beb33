export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** So much of the top edge must be on a screen: enough to take hold of the window. */
const holdWidth = 120
const holdHeight = 40

/** The window where it was, or whole on the first screen when there is no screen any more where its top edge was. */
export function fitToScreens(window: Box, screens: readonly [Box, ...Box[]]): Box {
  const home = screens.find((screen) => canBeHeld(window, screen))
  if (home === undefined) return centred(window, screens[0])
  return { ...window, ...clipped(window, home) }
}

/** In the middle, no larger than the screen. */
export function centred(window: Pick<Box, 'width' | 'height'>, screen: Box): Box {
  const { width, height } = clipped(window, screen)
  return {
    ...{ width, height },
    x: screen.x + Math.round((screen.width - width) / 2),
    y: screen.y + Math.round((screen.height - height) / 2),
  }
}

function canBeHeld(window: Box, screen: Box): boolean {
  const overlap = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x)
  const isTopInside = window.y >= screen.y - holdHeight / 4 && window.y + holdHeight <= screen.y + screen.height
  return overlap >= Math.min(holdWidth, window.width) && isTopInside
}

const clipped = ({ width, height }: Pick<Box, 'width' | 'height'>, screen: Box): Pick<Box, 'width' | 'height'> => ({
  width: Math.min(width, screen.width),
  height: Math.min(height, screen.height),
})
