import { Pause, Play } from 'lucide-react'
import { useStore } from 'zustand'
import { useFaults } from '../language/fault-words.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'

/** Another search model was chosen: how many passages it has by now, and that the one before finds them meanwhile. */
export function EmbedderCard() {
  const { embedderChange, toasts } = usePage()
  const t = useWords('knowledge')
  const faults = useFaults()
  const row = useStore(embedderChange, (state) => state.row)
  const [serving, target] = [useModelName(row?.serving_id), useModelName(row?.target_id)]
  if (row === null) return null
  const { status, fault, done, total, left_ms: left } = row
  const isRunning = status === 'running'
  const { stop, resume } = embedderChange.getState()
  return (
    <section className="card import-card" aria-label={t('change.label')}>
      <div className="row">
        <h2>{t(isRunning ? 'change.running' : 'change.stopped', { name: target })}</h2>
        <span className="cap">{t('change.amount', { done, total })}</span>
        <span className="cap push">{left === null ? '' : t('job.left', { left: Math.max(1000, left) })}</span>
        <button type="button" className="button sm" onClick={() => void toasts.getState().attempt(isRunning ? stop : resume)}>
          {isRunning ? <Pause className="small" /> : <Play className="small" />} {t(isRunning ? 'job.pause' : 'job.resume')}
        </button>
      </div>
      <progress className={isRunning ? '' : 'idle'} aria-label={t('change.label')} max={Math.max(1, total)} value={done} />
      {fault === null ? null : <p className="change-fault">{faults.sentence(fault)}</p>}
      <p className="cap">{t('change.about', { name: serving })}</p>
    </section>
  )
}

function useModelName(id: string | undefined): string {
  return useStore(usePage().models, ({ entries }) => entries.find((entry) => entry.id === id)?.name ?? id ?? '')
}
