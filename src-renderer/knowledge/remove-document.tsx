import { useStore } from 'zustand'
import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'
import { useWords } from '../language/use-words.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { usePage } from '../use-page.ts'

export interface RemoveDocumentProps {
  readonly document: DocumentRow
  readonly onClose: () => void
}

/** Of what was handed over Hearth may have the only copy, and it cannot be undone: so it asks. */
export function RemoveDocument({ document: { id, name, path, collection_id }, onClose }: RemoveDocumentProps) {
  const { knowledge, toasts, watches } = usePage()
  const t = useWords('knowledge')
  const isWatched = useStore(watches, ({ folders }) =>
    folders.values().some((folder) => folder.collection_id === collection_id && isWithin(path, folder.path)),
  )
  const remove = (): void => {
    void toasts.getState().attempt(() => knowledge.getState().removeDocument(id))
  }
  return (
    <ConfirmDialog
      title={t('removal.title', { name })}
      keep={t('removal.keep')}
      confirm={t('removal.remove')}
      onClose={onClose}
      onConfirm={remove}
    >
      <p>{t('removal.about', { count: 1 })}</p>
      {isWatched ? <p>{t('removal.watched')}</p> : null}
    </ConfirmDialog>
  )
}

/** On every system: a folder's path ends without a separator. */
const isWithin = (path: string | null, folder: string): boolean =>
  path?.startsWith(folder) === true && ['/', '\\'].includes(path.charAt(folder.length))
