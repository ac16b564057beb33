import { Play, Square } from 'lucide-react'
import type { ImportJobRow } from '../../src-shared/rows/knowledge.ts'
import { manyText } from '../ui/figures.ts'
import { usePage } from '../use-page.ts'
import { jobWords } from './knowledge-words.ts'

/** An import that is not done: how far it is, and that leaving it is safe. */
export function ImportCard({ job }: { readonly job: ImportJobRow }) {
  const { knowledge, toasts } = usePage()
  const isRunning = job.status === 'running'
  const { stopJob, resumeJob } = knowledge.getState()
  const act = (): void => void toasts.getState().attempt(() => (isRunning ? stopJob(job.id) : resumeJob(job.id)))
  return (
    <section className="card import-card" aria-label="Import">
      <div className="row">
        <h2>{isRunning ? `Importing ${manyText(job.total, 'file')}` : 'Import stopped'}</h2>
        <span className="cap">{jobWords(job)}</span>
        <button type="button" className="button sm push" onClick={act}>
          {isRunning ? <Square className="small" /> : <Play className="small" />} {isRunning ? 'Stop' : 'Resume'}
        </button>
      </div>
      <progress
        className={isRunning ? '' : 'idle'}
        aria-label="Import"
        max={Math.max(1, job.total)}
        value={job.done + job.failed + job.unchanged}
      />
      <p className="cap">You can ask about finished files already. Leaving is safe: the import goes on where it was.</p>
    </section>
  )
}
