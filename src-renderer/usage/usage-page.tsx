import '../ui/list-table.css'
import './usage.css'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useConnected } from '../connection/use-connected.ts'
import { useWords } from '../language/use-words.ts'
import { PageHeader } from '../thread/thread-header.tsx'
import { usePage } from '../use-page.ts'
import { daysUntil } from './days.ts'
import { MessagesCard } from './messages-card.tsx'
import { SpeedCard } from './speed-card.tsx'
import { UsageCards } from './usage-cards.tsx'
import { windowDays } from './usage-history-store.ts'

export function UsagePage() {
  const { usage, usageHistory, toasts } = usePage()
  const t = useWords('usage')
  const isConnected = useConnected()
  const isLoaded = useStore(usageHistory, (state) => state.isLoaded)
  // Each finished answer is counted here as well, as it is in the status bar.
  const used = useStore(usage, ({ summary }) => summary?.used)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a further message is a reason to read anew
  useEffect(() => {
    if (isConnected) void toasts.getState().attempt(usageHistory.getState().reread)
  }, [isConnected, used, usageHistory, toasts])
  return (
    <>
      <PageHeader title={t('title')}>
        <Period />
      </PageHeader>
      <div className="page-body">
        {isLoaded ? (
          <>
            <UsageCards />
            <div className="usage-charts">
              <MessagesCard />
              <SpeedCard />
            </div>
            <p className="cap">{t('onThisDevice')}</p>
          </>
        ) : null}
      </div>
    </>
  )
}

function Period() {
  const { usageHistory, toasts } = usePage()
  const t = useWords('usage')
  const until = useStore(usageHistory, (state) => state.until)
  const isToday = useStore(usageHistory, (state) => state.isToday())
  const [first] = daysUntil(until, windowDays)
  const step = (by: 1 | -1) => (): void => void toasts.getState().attempt(() => usageHistory.getState().step(by))
  return (
    <fieldset className="period">
      <legend className="visually-hidden">{t('period')}</legend>
      <button type="button" className="icon-button" aria-label={t('earlier')} onClick={step(-1)}>
        <ChevronLeft />
      </button>
      <span className="cap" aria-live="polite">
        {t('span', { from: first?.at ?? until, to: until })}
      </span>
      <button type="button" className="icon-button" aria-label={t('later')} disabled={isToday} onClick={step(1)}>
        <ChevronRight />
      </button>
    </fieldset>
  )
}
