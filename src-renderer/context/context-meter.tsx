import './context.css'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useLanguage, useWords } from '../language/use-words.ts'
import { Menu } from '../ui/menu.tsx'
import { usePage } from '../use-page.ts'
import { ContextPanel } from './context-panel.tsx'
import { chipWords, fullness, usedTokens } from './context-parts.ts'
import { useMeasure } from './use-measure.ts'

/** How full the model's mind is: a bar and two figures; the parts below it. */
export function ContextMeter() {
  return (
    <>
      <Measuring />
      <Meter />
    </>
  )
}

/** Follows every key that is typed, and draws nothing: the figures change when they were counted. */
function Measuring(): null {
  useMeasure()
  useSummaries()
  return null
}

function Meter() {
  const t = useWords('context')
  const { language } = useLanguage()
  const use = useOpenUse()
  if (!use) return null
  const isKnown = use.context_size !== null
  const label = t(isKnown ? 'chip.label' : 'chip.labelUsed', { used: usedTokens(use), size: use.context_size ?? 0 })
  const face = (
    <>
      {isKnown ? <Bar share={fullness(use)} isTight={use.excess_messages > 0} /> : null}
      <span className="meter-words">{chipWords(t, use, language)}</span>
    </>
  )
  return (
    <Menu label={label} className="chip meter-chip" stays face={face}>
      <ContextPanel use={use} />
    </Menu>
  )
}

const Bar = ({ share, isTight }: { readonly share: number; readonly isTight: boolean }) => (
  <span className={isTight ? 'meter-bar tight' : 'meter-bar'} aria-hidden>
    <span style={{ width: `${Math.round(share * 100)}%` }} />
  </span>
)

/** Of the chat that is open; what was measured of another one is not shown. */
function useOpenUse() {
  const { context, thread } = usePage()
  const conversationId = useStore(thread, (state) => state.conversationId)
  const use = useStore(context, (state) => state.use)
  const measuredId = useStore(context, (state) => state.measuredId)
  return measuredId === conversationId ? use : null
}

function useSummaries(): void {
  const { context, thread, link, toasts } = usePage()
  const conversationId = useStore(thread, (state) => state.conversationId)
  const isConnected = useStore(link.state, ({ status }) => status === 'connected')
  const isNew = useStore(thread, ({ items }) => items.length === 0)
  useEffect(() => {
    if (isConnected && conversationId !== null && !isNew)
      void toasts.getState().attempt(() => context.getState().read(conversationId))
  }, [conversationId, isConnected, isNew, context, toasts])
}
