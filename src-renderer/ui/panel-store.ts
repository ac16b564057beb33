import { createStore, type StoreApi } from 'zustand/vanilla'

/** `pages` is the aside while it shows pages as they were printed: they need more room than words do. */
export type PanelName = 'rail' | 'aside' | 'pages'

export interface PanelState {
  readonly railPx: number
  readonly asidePx: number
  readonly pagesPx: number
  readonly isRailShown: boolean
  resize(panel: PanelName, widthPx: number): void
  showRail(): void
  hideRail(): void
}

export const panelLimits = {
  rail: { min: 208, max: 420, usual: 264 },
  aside: { min: 260, max: 720, usual: 340 },
  pages: { min: 320, max: 960, usual: 500 },
} as const satisfies Record<PanelName, { min: number; max: number; usual: number }>

const keyOf = (panel: PanelName): string => `panel.${panel}`
const shownKey = 'panel.rail.shown'

/** How wide the panels of the window are; remembered on this device. */
export function createPanelStore(storage: Pick<Storage, 'getItem' | 'setItem'>): StoreApi<PanelState> {
  const remembered = (panel: PanelName): number => {
    const stored = storage.getItem(keyOf(panel))
    return stored === null ? panelLimits[panel].usual : within(panel, Number(stored))
  }
  return createStore<PanelState>((set) => {
    function show(isRailShown: boolean): void {
      storage.setItem(shownKey, String(isRailShown))
      set({ isRailShown })
    }
    return {
      railPx: remembered('rail'),
      asidePx: remembered('aside'),
      pagesPx: remembered('pages'),
      isRailShown: storage.getItem(shownKey) !== 'false',
      resize(panel, widthPx) {
        const width = within(panel, widthPx)
        storage.setItem(keyOf(panel), String(width))
        set({ [`${panel}Px` as const]: width })
      },
      showRail: () => show(true),
      hideRail: () => show(false),
    }
  })
}

function within(panel: PanelName, widthPx: number): number {
  const { min, max, usual } = panelLimits[panel]
  return Number.isFinite(widthPx) ? Math.round(Math.max(min, Math.min(max, widthPx))) : usual
}
