import { Ban, Check, Clock, Download, Search, TriangleAlert } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { RequestRow } from '../../src-shared/rows/request.ts'
import { useConnected } from '../connection/use-connected.ts'
import { useWords } from '../language/use-words.ts'
import { saveFile } from '../ui/save-file.ts'
import { usePage } from '../use-page.ts'
import { reasonsSaying, reasonWords } from './request-reasons.ts'
import { requestsAsCsv } from './request-store.ts'

/** Every request that left the machine, or was kept from leaving. */
export function RequestLog() {
  const { requests: store, toasts } = usePage()
  const t = useWords('settings')
  const items = useStore(store, (state) => state.items)
  const hasMore = useStore(store, (state) => state.hasMore)
  const attempt = (work: () => Promise<unknown>): void => void toasts.getState().attempt(work)
  const isConnected = useConnected()
  useEffect(() => {
    if (isConnected) void toasts.getState().attempt(() => store.getState().search(''))
  }, [isConnected, store, toasts])
  return (
    <section className="settings-part" aria-label={t('log.title')}>
      <LogHead />
      {items?.length === 0 ? <p className="cap log-empty">{t('log.none')}</p> : null}
      {items !== null && items.length > 0 ? <LogTable items={items} /> : null}
      {hasMore ? (
        <button type="button" className="button sm" onClick={() => attempt(store.getState().more)}>
          {t('log.more')}
        </button>
      ) : null}
      <p className="cap log-foot">{t('log.kept')}</p>
    </section>
  )
}

function LogHead() {
  const { requests: store, toasts } = usePage()
  const t = useWords('settings')
  const today = useStore(store, (state) => state.today)
  const query = useStore(store, (state) => state.query)
  const attempt = (work: () => Promise<unknown>): void => void toasts.getState().attempt(work)
  const save = async (): Promise<void> => {
    const rows = await store.getState().all()
    saveFile(
      'hearth-requests.csv',
      new Blob([requestsAsCsv(rows.map((row) => ({ ...row, reason: reasonWords(t, row) })))], { type: 'text/csv' }),
    )
  }
  return (
    <div className="row settings-head">
      <h2>{t('log.title')}</h2>
      <span className="cap">{today === null ? '' : t('log.today', { ...today })}</span>
      <label className="field log-search push">
        <Search className="small" />
        <input
          type="search"
          aria-label={t('log.search')}
          placeholder={t('log.search')}
          value={query}
          onChange={(event) => attempt(() => store.getState().search(event.target.value, reasonsSaying(t, event.target.value)))}
        />
      </label>
      <button type="button" className="button" onClick={() => attempt(save)}>
        <Download className="small" /> {t('log.export')}
      </button>
    </div>
  )
}

function LogTable({ items }: { readonly items: readonly RequestRow[] }) {
  const t = useWords('settings')
  const inWindow = useWords('app')
  return (
    <div className="log-scroll">
      <table className="settings-table log-table">
        <thead>
          <tr>
            <th className="log-when">{t('log.when')}</th>
            <th className="log-host">{t('log.host')}</th>
            <th>{t('log.why')}</th>
            <th className="figure log-figure">{t('log.sent')}</th>
            <th className="figure log-figure">{t('log.received')}</th>
            <th className="log-result">{t('log.result')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((row) => (
            <tr key={row.id}>
              <td>{t('log.at', { at: row.at })}</td>
              <td>
                <code title={row.path}>{row.host}</code>
              </td>
              <td>
                <b>{reasonWords(t, row)}</b>
              </td>
              <td className="figure">{inWindow('bytes', { value: row.sent_bytes })}</td>
              <td className="figure">{inWindow('bytes', { value: row.received_bytes })}</td>
              <td>
                <Result outcome={row.outcome} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const named = ['running', 'offline', 'refused', 'unreachable', 'aborted', 'cut_off'] as const

function Result({ outcome }: { readonly outcome: string }) {
  const t = useWords('settings')
  const name = named.find((each) => each === outcome)
  const status = Number(outcome)
  const words = name
    ? t(`log.outcome.${name}`)
    : status < 400
      ? t('log.outcome.done')
      : t('log.outcome.status', { status: outcome })
  return (
    <span className="log-state" title={name ? undefined : outcome}>
      <ResultIcon outcome={name ?? (status < 400 ? 'done' : 'failed')} /> {words}
    </span>
  )
}

function ResultIcon({ outcome }: { readonly outcome: string }) {
  if (outcome === 'done') return <Check className="ok" />
  if (outcome === 'running') return <Clock />
  return outcome === 'offline' || outcome === 'refused' ? <Ban className="bad" /> : <TriangleAlert className="warn" />
}
