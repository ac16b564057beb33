import type { ModelEntry } from '../../src-shared/desktop/models.ts'
import { useWords, type Words } from '../language/use-words.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { usePage } from '../use-page.ts'
import { isDemo, isOnDevice } from './model-words.ts'

export interface RemoveDialogProps {
  readonly entry: ModelEntry
  readonly onClose: () => void
}

/** Asks before a model goes, with what that frees and what stays. */
export function RemoveDialog({ entry, onClose }: RemoveDialogProps) {
  const { models, toasts } = usePage()
  const t = useWords('models')
  const remove = (): void => {
    void toasts.getState().attempt(async () => {
      await models.getState().remove(entry.id)
      await models.getState().rereadFigures()
    })
  }
  return (
    <ConfirmDialog
      title={t('removal.title', { name: entry.name })}
      keep={t('removal.keep')}
      confirm={t('removal.remove')}
      onClose={onClose}
      onConfirm={remove}
    >
      <p>{lossWords(t, entry)}</p>
      {entry.role === 'embedder' && isOnDevice(entry) ? <p>{t('removal.embedder')}</p> : null}
    </ConfirmDialog>
  )
}

function lossWords(t: Words<'models'>, entry: ModelEntry): string {
  const { row, offer } = entry
  if (!isOnDevice(entry)) return t('removal.partial', { size: row?.received_bytes ?? 0 })
  if (isDemo(entry)) return t('removal.builtIn', { size: row?.size_bytes ?? 0 })
  if (offer === null) return t('removal.own', { path: row?.path ?? '' })
  return t('removal.download', { size: row?.size_bytes ?? 0 })
}
