import './status.css'
import { CloudOff, HardDrive } from 'lucide-react'
import { Trans } from 'react-i18next'
import { useStore } from 'zustand'
import { unlimited } from '../../src-shared/billing/plans.ts'
import type { UsageSummary } from '../../src-shared/desktop/usage.ts'
import { useWords } from '../language/use-words.ts'
import { DownloadFigure } from '../models/download-figure.tsx'
import { usePage } from '../use-page.ts'

export function StatusBar() {
  const { usage, models, link, settings } = usePage()
  const t = useWords('status')
  const summary = useStore(usage, (state) => state.summary)
  const speed = useStore(models, (state) => state.inMemory?.tokens_per_s ?? null)
  const version = useStore(link.state, (state) => state.info?.version)
  const isOffline = useStore(settings, (state) => state.settings.offline)
  return (
    <footer className="status-bar">
      {isOffline ? (
        <span title={t('offlineHint')}>
          <CloudOff className="small" /> {t('offline')}
        </span>
      ) : (
        <span>
          <HardDrive className="small" /> {t('onThisDevice')}
        </span>
      )}
      {summary ? <Quota summary={summary} /> : null}
      <DownloadFigure />
      <span className="push">{speed === null ? '' : t('speed', { speed: Math.round(speed) })}</span>
      <Memory />
      {version === undefined ? null : <span className="rest">{t('version', { version })}</span>}
    </footer>
  )
}

/** In a narrow window the figures alone. */
function Quota({ summary: { used, limit } }: { readonly summary: UsageSummary }) {
  const t = useWords('status')
  const rest = { rest: <span className="rest" /> }
  return (
    <span>
      {limit === unlimited ? (
        <Trans t={t} i18nKey="unlimited" count={used} components={rest} />
      ) : (
        <Trans t={t} i18nKey="quota" values={{ used, limit }} components={rest} />
      )}
    </span>
  )
}

/** What the model in memory takes, and of what. */
function Memory() {
  const { models } = usePage()
  const t = useWords('status')
  const loaded = useStore(models, (state) => state.inMemory)
  const name = useStore(models, ({ entries }) => entries.find(({ id }) => id === loaded?.id)?.name)
  if (loaded === null || loaded.memory_bytes === null) return null
  return (
    <span className="rest" title={t('memoryHint', { model: name ?? loaded.id })}>
      {t('memory', { where: loaded.gpu ?? 'CPU', memory: loaded.memory_bytes })}
    </span>
  )
}
