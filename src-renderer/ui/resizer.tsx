import './panels.css'
import type { KeyboardEvent, PointerEvent } from 'react'
import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { type PanelName, panelLimits } from './panel-store.ts'

const stepPx = 16

export interface ResizerProps {
  readonly panel: PanelName
  /** What Enter does beside resizing, as a splitter should: puts the panel away. */
  readonly onCollapse: () => void
}

/** The edge of a panel: dragged, or moved by the arrows; a double press brings the usual width back. */
export function Resizer({ panel, onCollapse }: ResizerProps) {
  const { panels } = usePage()
  const t = useWords('rail')
  const width = useStore(panels, (state) => state[`${panel}Px`])
  const { min, max, usual } = panelLimits[panel]
  const resize = (widthPx: number): void => panels.getState().resize(panel, widthPx)
  const grows = panel === 'rail' ? 1 : -1
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = grows * (event.shiftKey ? 4 * stepPx : stepPx)
    const widths: Readonly<Record<string, number>> = { ArrowRight: width + step, ArrowLeft: width - step, Home: min, End: max }
    const wanted = widths[event.key]
    if (wanted !== undefined) resize(wanted)
    else if (event.key === 'Enter') onCollapse()
    else return
    event.preventDefault()
  }
  const onPointerMove = ({ currentTarget, pointerId, clientX }: PointerEvent<HTMLElement>): void => {
    if (currentTarget.hasPointerCapture(pointerId)) resize(panel === 'rail' ? clientX : innerWidth - clientX)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule between texts cannot be moved; this is a splitter
    <div
      role="separator"
      tabIndex={0}
      className="resizer"
      data-panel={panel}
      aria-orientation="vertical"
      aria-label={t(`resize.${panel}`)}
      aria-valuenow={width}
      aria-valuemin={min}
      aria-valuemax={max}
      onKeyDown={onKeyDown}
      onPointerDown={({ currentTarget, pointerId }) => currentTarget.setPointerCapture(pointerId)}
      // Nothing below is dragged or marked instead.
      onMouseDown={(event) => event.preventDefault()}
      onPointerMove={onPointerMove}
      onDoubleClick={() => resize(usual)}
    />
  )
}
