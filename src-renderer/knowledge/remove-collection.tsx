import { useWords } from '../language/use-words.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { usePage } from '../use-page.ts'

export interface RemoveCollectionProps {
  readonly id: string
  readonly name: string
  /** Documents that go with it. */
  readonly count: number
  readonly onClose: () => void
}

export function RemoveCollection({ id, name, count, onClose }: RemoveCollectionProps) {
  const { knowledge, toasts } = usePage()
  const t = useWords('knowledge')
  const remove = (): void => {
    void toasts.getState().attempt(() => knowledge.getState().remove(id))
  }
  return (
    <ConfirmDialog
      title={t('removal.title', { name })}
      keep={t('removal.keep')}
      confirm={t('removal.remove')}
      onClose={onClose}
      onConfirm={remove}
    >
      <p>{t('removal.about', { count })}</p>
    </ConfirmDialog>
  )
}
