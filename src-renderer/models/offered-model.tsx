import { Download, Pause, Play, Plus, X } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { ModelEntry } from '../../src-shared/desktop/models.ts'
import type { ModelRow } from '../../src-shared/rows/model.ts'
import { useFaults } from '../language/fault-words.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { FitBadge } from './fit-badge.tsx'
import { aboutModel, isBuiltIn, modelFacts, transferWords } from './model-words.ts'
import { RemoveDialog } from './remove-dialog.tsx'

/** A model that is offered, or on its way. */
export function OfferedModel({ entry }: { readonly entry: ModelEntry }) {
  const t = useWords('models')
  const faults = useFaults()
  const { name, row, offer } = entry
  return (
    <li className="model">
      <div className="model-name">
        <p>
          <b>{name}</b> <span className="cap">{modelFacts(t, entry)}</span>
          {isBuiltIn(entry) ? <span className="badge">{t('builtIn')}</span> : null}
          {offer?.is_default ? <span className="badge accent">{t('recommended')}</span> : null}
        </p>
        <p className="cap">{aboutModel(t, entry)}</p>
      </div>
      <FitBadge entry={entry} />
      {row ? <Transfer row={row} /> : <span className="model-state" />}
      <TransferButtons entry={entry} />
      {row?.fault ? (
        <p className="model-fault" role="alert">
          {faults.sentence(row.fault)}
        </p>
      ) : null}
    </li>
  )
}

const noReceipts: readonly never[] = []

function Transfer({ row }: { readonly row: ModelRow }) {
  const t = useWords('models')
  const receipts = useStore(usePage().models, (state) => state.receipts[row.id] ?? noReceipts)
  const { status, received_bytes, size_bytes, name } = row
  return (
    <span className="model-state cap">
      {size_bytes > 0 ? (
        <progress
          className={status === 'paused' || status === 'failed' ? 'idle' : ''}
          aria-label={t('progressOf', { name })}
          max={size_bytes}
          value={received_bytes}
        />
      ) : null}
      {transferWords(t, row, receipts)}
    </span>
  )
}

function TransferButtons({ entry }: { readonly entry: ModelEntry }) {
  const { models, toasts } = usePage()
  const t = useWords('models')
  const [isAsking, setAsking] = useState(false)
  const { id, name, row } = entry
  const isAdding = useStore(models, (state) => state.isAddingDemo) && isBuiltIn(entry)
  const { download, pause, addDemo } = models.getState()
  const act = (work: (id: string) => Promise<void>) => (): void => void toasts.getState().attempt(() => work(id))
  const isRunning = row !== null && ['waiting', 'downloading', 'verifying'].includes(row.status)
  const button = isRunning
    ? { Icon: Pause, label: t('pauseNamed', { name }), words: t('pause'), run: act(pause) }
    : row !== null
      ? {
          Icon: Play,
          label: t('resumeNamed', { name }),
          words: t(row.status === 'failed' ? 'again' : 'resume'),
          run: act(download),
        }
      : isBuiltIn(entry)
        ? { Icon: Plus, label: t('addNamed', { name }), words: t('add'), run: act(addDemo) }
        : { Icon: Download, label: t('downloadNamed', { name }), words: t('download'), run: act(download) }
  return (
    <>
      <button type="button" className="button sm" aria-label={button.label} aria-disabled={isAdding} onClick={button.run}>
        <button.Icon className="small" /> {button.words}
      </button>
      {row === null ? (
        <span />
      ) : (
        <button type="button" className="icon-button" aria-label={t('cancelNamed', { name })} onClick={() => setAsking(true)}>
          <X className="small" />
        </button>
      )}
      {isAsking ? <RemoveDialog entry={entry} onClose={() => setAsking(false)} /> : null}
    </>
  )
}
