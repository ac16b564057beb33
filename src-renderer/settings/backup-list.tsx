import { ArchiveRestore, DatabaseBackup } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { BackupInfo } from '../../src-shared/desktop/backups.ts'
import { useConnected } from '../connection/use-connected.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { RestoreDialog } from './restore-dialog.tsx'

export function BackupList() {
  const { backups: store, toasts } = usePage()
  const t = useWords('settings')
  const backups = useStore(store, (state) => state.backups)
  const work = useStore(store, (state) => state.work)
  const [chosen, setChosen] = useState<BackupInfo | null>(null)
  const isConnected = useConnected()
  useEffect(() => {
    if (isConnected) void toasts.getState().attempt(store.getState().reread)
  }, [isConnected, store, toasts])
  const make = (): void =>
    void toasts.getState().attempt(async () => {
      const { size_bytes } = await store.getState().make()
      toasts.getState().show({ kind: 'note', text: t('backup.made', { size: size_bytes }) })
    })
  return (
    <section className="settings-part" aria-label={t('backup.title')}>
      <div className="row settings-head">
        <h2>{t('backup.title')}</h2>
        <span className="cap">{t('backup.about')}</span>
        <button type="button" className="button push" disabled={work !== null} onClick={make}>
          <DatabaseBackup className="small" /> {t(work === 'making' ? 'backup.making' : 'backup.make')}
        </button>
      </div>
      {work !== null ? (
        <p className="cap settings-work" role="status">
          {t(`backup.${work}Long`)}
        </p>
      ) : null}
      {backups?.length === 0 ? <p className="cap">{t('backup.none')}</p> : null}
      {backups !== null && backups.length > 0 ? <Table backups={backups} isBusy={work !== null} onRestore={setChosen} /> : null}
      {chosen ? <RestoreDialog backup={chosen} onClose={() => setChosen(null)} /> : null}
    </section>
  )
}

interface TableProps {
  readonly backups: readonly BackupInfo[]
  readonly isBusy: boolean
  readonly onRestore: (backup: BackupInfo) => void
}

function Table({ backups, isBusy, onRestore }: TableProps) {
  const t = useWords('settings')
  const inWindow = useWords('app')
  return (
    <table className="settings-table">
      <thead>
        <tr>
          <th>{t('backup.when')}</th>
          <th>{t('backup.why')}</th>
          <th className="figure">{t('backup.size')}</th>
          <th>
            <span className="visually-hidden">{t('backup.restore')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {backups.map((backup) => (
          <tr key={backup.path}>
            <td>
              <b>{t('backup.at', { at: backup.created_at })}</b>
            </td>
            <td>{t(`backup.kind.${backup.kind}`)}</td>
            <td className="figure">{inWindow('bytes', { value: backup.size_bytes })}</td>
            <td className="figure">
              <button type="button" className="button sm" disabled={isBusy} onClick={() => onRestore(backup)}>
                <ArchiveRestore className="small" /> {t('backup.restoreAsk')}
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
