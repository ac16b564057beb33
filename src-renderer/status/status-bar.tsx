import './status.css'
import { HardDrive } from 'lucide-react'
import { useStore } from 'zustand'
import { unlimited } from '../../src-shared/billing/plans.ts'
import type { UsageSummary } from '../../src-shared/desktop/usage.ts'
import { countText } from '../ui/figures.ts'
import { usePage } from '../use-page.ts'

export function StatusBar() {
  const { usage, models, link } = usePage()
  const summary = useStore(usage, (state) => state.summary)
  const speed = useStore(models, (state) => state.inMemory?.tokens_per_s ?? null)
  const version = useStore(link.state, (state) => state.info?.version)
  return (
    <footer className="status-bar">
      <span>
        <HardDrive className="small" /> On this device
      </span>
      {summary ? <span>{quotaWords(summary)}</span> : null}
      <span className="push">{speed === null ? '' : `${countText(Math.round(speed))} tok/s`}</span>
      {version === undefined ? null : <span className="version">v{version}</span>}
    </footer>
  )
}

function quotaWords({ used, limit }: UsageSummary): string {
  return limit === unlimited
    ? `${countText(used)} messages this month`
    : `${countText(used)} of ${countText(limit)} messages this month`
}
