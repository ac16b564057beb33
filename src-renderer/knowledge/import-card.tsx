import { Pause, Play } from 'lucide-react'
import { useStore } from 'zustand'
import type { ImportJobRow } from '../../src-shared/rows/knowledge.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { isInProgress } from './choose-documents.ts'
import { paceOf } from './import-pace.ts'
import { jobWords, joined } from './knowledge-words.ts'

/** An import that is not done: how far it is, how long it takes still, and that leaving it is safe. */
export function ImportCard({ job }: { readonly job: ImportJobRow }) {
  const { knowledge, toasts } = usePage()
  const t = useWords('knowledge')
  const isRunning = job.status === 'running'
  const { stopJob, resumeJob } = knowledge.getState()
  const act = (): void => void toasts.getState().attempt(() => (isRunning ? stopJob(job.id) : resumeJob(job.id)))
  const pace = usePace(job.collection_id)
  return (
    <section className="card import-card" aria-label={t('job.label')}>
      <div className="row">
        <h2>{isRunning ? t('job.running', { count: job.total }) : t('job.stopped')}</h2>
        <span className="cap">{jobWords(t, job)}</span>
        <span className="cap push">
          {isRunning && pace
            ? joined([t('job.pace', { value: pace.passagesPerS }), t('job.left', { left: Math.max(1000, pace.leftMs) })])
            : ''}
        </span>
        <button type="button" className="button sm" onClick={act}>
          {isRunning ? <Pause className="small" /> : <Play className="small" />} {t(isRunning ? 'job.pause' : 'job.resume')}
        </button>
      </div>
      <progress
        className={isRunning ? '' : 'idle'}
        aria-label={t('job.label')}
        max={Math.max(1, job.total)}
        value={Math.min(job.total, job.done + job.failed)}
      />
      <p className="cap">{t('job.safe')}</p>
    </section>
  )
}

const nothing: readonly never[] = []

function usePace(collectionId: string) {
  const { knowledge } = usePage()
  const finished = useStore(knowledge, (state) => state.finished[collectionId] ?? nothing)
  const leftBytes = useStore(knowledge, ({ documents }) =>
    documents
      .values()
      .filter((document) => document.collection_id === collectionId && isInProgress(document))
      .reduce((sum, { size_bytes }) => sum + size_bytes, 0),
  )
  return paceOf(finished, leftBytes)
}
