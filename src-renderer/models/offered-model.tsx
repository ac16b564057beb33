import { Download, Pause, Play, Plus, X } from 'lucide-react'
import type { ModelEntry } from '../../src-shared/desktop/models.ts'
import { errorSentence } from '../../src-shared/errors/error-sentence.ts'
import type { ModelRow } from '../../src-shared/rows/model.ts'
import { usePage } from '../use-page.ts'
import { FitBadge } from './fit-badge.tsx'
import { isBuiltIn, modelFacts, transferWords } from './model-words.ts'

/** A model that is offered, or on its way. */
export function OfferedModel({ entry }: { readonly entry: ModelEntry }) {
  const { id, name, summary, row } = entry
  return (
    <li className="model">
      <div className="model-name">
        <p>
          <b>{name}</b> <span className="cap">{modelFacts(entry)}</span>
          {isBuiltIn(entry) ? <span className="badge">Built in</span> : null}
          {entry.offer?.is_default ? <span className="badge accent">Recommended</span> : null}
        </p>
        <p className="cap">{summary}</p>
      </div>
      <FitBadge id={id} />
      {row ? <Transfer row={row} /> : <span className="model-state" />}
      <div className="model-actions">{isBuiltIn(entry) ? <AddDemoButton name={name} /> : <TransferButtons entry={entry} />}</div>
      {row?.fault ? <p className="model-fault">{errorSentence(row.fault)}</p> : null}
    </li>
  )
}

function Transfer({ row }: { readonly row: ModelRow }) {
  const { status, received_bytes, size_bytes, name } = row
  return (
    <span className="model-state cap">
      {size_bytes > 0 ? (
        <progress
          className={status === 'paused' ? 'idle' : ''}
          aria-label={`Download of ${name}`}
          max={size_bytes}
          value={received_bytes}
        />
      ) : null}
      {transferWords(row)}
    </span>
  )
}

function AddDemoButton({ name }: { readonly name: string }) {
  const { models, toasts } = usePage()
  return (
    <button
      type="button"
      className="button sm"
      aria-label={`Add ${name}`}
      onClick={() => void toasts.getState().attempt(models.getState().addDemo)}
    >
      <Plus className="small" /> Add
    </button>
  )
}

function TransferButtons({ entry: { id, name, row } }: { readonly entry: ModelEntry }) {
  const { models, toasts } = usePage()
  const { download, pause, remove } = models.getState()
  const act = (work: (id: string) => Promise<void>) => (): void => void toasts.getState().attempt(() => work(id))
  const isRunning = row !== null && ['waiting', 'downloading', 'verifying'].includes(row.status)
  if (isRunning)
    return (
      <button type="button" className="button sm" aria-label={`Pause ${name}`} onClick={act(pause)}>
        <Pause className="small" /> Pause
      </button>
    )
  if (row === null)
    return (
      <button type="button" className="button sm" aria-label={`Download ${name}`} onClick={act(download)}>
        <Download className="small" /> Download
      </button>
    )
  return (
    <>
      <button type="button" className="button sm" aria-label={`Resume ${name}`} onClick={act(download)}>
        <Play className="small" /> {row.status === 'failed' ? 'Try again' : 'Resume'}
      </button>
      <button type="button" className="icon-button" aria-label={`Remove ${name}`} onClick={act(remove)}>
        <X className="small" />
      </button>
    </>
  )
}
