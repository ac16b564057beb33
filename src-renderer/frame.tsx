import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { useRailLiesOver } from './rail/lies-over.ts'
import { useIsNarrow } from './ui/narrow.ts'
import { usePage } from './use-page.ts'

export interface FrameProps {
  /** What stands beside the chat, if anything. */
  readonly aside: 'aside' | 'pages' | null
  readonly children: ReactNode
}

/** The columns of the window. Only this is drawn again while a panel is resized. */
export function Frame({ aside: shown, children }: FrameProps) {
  const { panels } = usePage()
  const isNarrow = useIsNarrow()
  const liesOver = useRailLiesOver()
  const { railPx, isRailShown, ...widths } = useStore(panels)
  // In a small window the panels give way before what is read does.
  const rail = isRailShown && !liesOver ? `min(${railPx}px, 30vw)` : '0'
  const aside = shown ? `min(${widths[`${shown}Px`]}px, 38vw)` : '0'
  const style = isNarrow ? undefined : { gridTemplateColumns: `${rail} minmax(0, 1fr) ${aside}` }
  return (
    <div className={liesOver ? 'app over' : isRailShown ? 'app' : 'app no-rail'} style={style}>
      {children}
    </div>
  )
}
