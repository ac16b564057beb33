import { useEffect, useState } from 'react'
import type { BackupInfo, BackupPreview } from '../../src-shared/desktop/backups.ts'
import type { Fault } from '../../src-shared/errors/error-sentence.ts'
import { faultOf } from '../fault-of.ts'
import { useWords } from '../language/use-words.ts'
import { Dialog } from '../ui/dialog.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { usePage } from '../use-page.ts'

export interface RestoreDialogProps {
  readonly backup: BackupInfo
  readonly onClose: () => void
}

/** Shows what is in the backup before anything is replaced. */
export function RestoreDialog({ backup, onClose }: RestoreDialogProps) {
  const { backups, toasts } = usePage()
  const t = useWords('settings')
  const inWindow = useWords('app')
  const { preview, fault } = usePreview(backup.path)
  const restore = (): void => {
    onClose()
    void toasts.getState().attempt(async () => {
      const replaced = await backups.getState().restore(backup.path)
      const undo = (): void => void toasts.getState().attempt(() => backups.getState().restore(replaced.path))
      const action = replaced.verified ? { action: { label: t('backup.undo'), run: undo } } : {}
      toasts.getState().show({ kind: 'note', text: t('backup.restored'), ...action })
    })
  }
  return (
    <Dialog title={t('backup.question', { at: backup.created_at })} onClose={onClose}>
      {fault ? (
        <ErrorNote fault={fault} />
      ) : (
        <p role="status">{preview ? t('backup.holds', { ...counts(preview) }) : t('backup.reading')}</p>
      )}
      {preview?.newest_at ? <p>{t('backup.newest', { at: preview.newest_at })}</p> : null}
      <p>{t('backup.kept')}</p>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          {inWindow('cancel')}
        </button>
        <button type="button" className="button primary" disabled={preview === null} onClick={restore}>
          {t('backup.confirm')}
        </button>
      </div>
    </Dialog>
  )
}

const counts = ({ conversations, messages, documents }: BackupPreview) => ({ conversations, messages, documents })

function usePreview(path: string): { readonly preview: BackupPreview | null; readonly fault: Fault | null } {
  const { backups } = usePage()
  const [preview, setPreview] = useState<BackupPreview | null>(null)
  const [fault, setFault] = useState<Fault | null>(null)
  useEffect(() => {
    let isOld = false
    backups
      .getState()
      .preview(path)
      .then(
        (found) => void (isOld || setPreview(found)),
        (error: unknown) => void (isOld || setFault(faultOf(error))),
      )
    return () => {
      isOld = true
    }
  }, [path, backups])
  return { preview, fault }
}
