import './lock.css'
import { ArchiveRestore, DatabaseBackup, RotateCcw, Shield } from 'lucide-react'
import { useState } from 'react'
import type { AccessState } from '../../src-shared/desktop/access.ts'
import { startError } from '../../src-shared/desktop/app.ts'
import type { Fault } from '../../src-shared/errors/error-sentence.ts'
import { rpcError } from '../../src-shared/rpc/errors.ts'
import { faultOf } from '../fault-of.ts'
import { useFaults } from '../language/fault-words.ts'
import { useWords } from '../language/use-words.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { usePage } from '../use-page.ts'
import { RestoreChoices } from './restore-choices.tsx'

export type Failed = Extract<AccessState, { kind: 'failed' }>

/** Stands in the window's place while the store cannot be opened: what happened, what is safe, what to do, the safest first. */
export function StoreFaultPage({ failed }: { readonly failed: Failed }) {
  const t = useWords('lock')
  const faults = useFaults()
  const isDamaged = failed.fault.code === startError.damaged
  const words = isDamaged ? { head: t('damaged.head'), rest: t('damaged.rest') } : faults.words(failed.fault)
  const [chosen, setChosen] = useState(failed.backups[0]?.path ?? null)
  const { fault, work, restore, retry } = useMending(chosen)
  return (
    <div className="closed-frame">
      <main className="closed">
        <div className="closed-column">
          <DatabaseBackup className="closed-icon warn" />
          <h1>{words.head}</h1>
          <p className="closed-about">{isDamaged && failed.backups.length === 0 ? t('damaged.noBackup') : words.rest}</p>
          {failed.backups.length > 0 ? <RestoreChoices backups={failed.backups} chosen={chosen} onChoose={setChosen} /> : null}
          {fault ? <ErrorNote fault={fault} /> : null}
          <div className="row closed-actions">
            {chosen === null ? null : (
              <button type="button" className="button primary" disabled={work !== null} onClick={restore}>
                <ArchiveRestore /> {t(work === 'restoring' ? 'restoring' : 'restore')}
              </button>
            )}
            <button
              type="button"
              className={chosen === null ? 'button primary' : 'button'}
              disabled={work !== null}
              onClick={retry}
            >
              <RotateCcw className="small" /> {t(work === 'retrying' ? 'retrying' : 'retry')}
            </button>
            <FolderAndReport failed={failed} />
          </div>
          <p className="cap closed-facts">
            <code>{failed.fault.code}</code> · {t('facts', { version: failed.version, platform: failed.platform })} ·{' '}
            <code>{failed.data_folder}</code>
          </p>
        </div>
      </main>
      <footer className="status-bar">
        <span>
          <Shield className="small" /> {t('nothingChanged')}
        </span>
        <span className="push">v{failed.version}</span>
      </footer>
    </div>
  )
}

function FolderAndReport({ failed }: { readonly failed: Failed }) {
  const { link, toasts } = usePage()
  const t = useWords('lock')
  const open = (): void => void toasts.getState().attempt(() => link.api.access.openFolder())
  return (
    <span className="row push">
      {failed.canOpenFolder ? (
        <button type="button" className="button quiet" onClick={open}>
          {t('openFolder')}
        </button>
      ) : null}
      <CopyButton label={t('copyReport')} text={JSON.stringify({ ...failed, backups: failed.backups.length }, null, 2)} />
    </span>
  )
}

function useMending(chosen: string | null) {
  const { link } = usePage()
  const [fault, setFault] = useState<Fault | null>(null)
  const [work, setWork] = useState<'restoring' | 'retrying' | null>(null)
  const attempt = (kind: NonNullable<typeof work>, task: () => Promise<unknown>): void => {
    setWork(kind)
    setFault(null)
    task()
      .catch((error: unknown) => {
        const { code, data } = faultOf(error)
        // A core that opens goes on at another connection; that this one ends is no failure.
        if (code !== rpcError.disconnected) setFault({ code, data })
      })
      .finally(() => setWork(null))
  }
  return {
    fault,
    work,
    restore: () => chosen !== null && attempt('restoring', () => link.api.access.restoreBackup({ path: chosen })),
    retry: () => attempt('retrying', () => link.api.access.retry()),
  }
}
