import { useWords } from '../language/use-words.ts'
import { Dialog } from '../ui/dialog.tsx'
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
    onClose()
    void toasts.getState().attempt(() => knowledge.getState().remove(id))
  }
  return (
    <Dialog title={t('removal.title', { name })} onClose={onClose}>
      <p>{t('removal.about', { count })}</p>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          {t('removal.keep')}
        </button>
        <button type="button" className="button primary" onClick={remove}>
          {t('removal.remove')}
        </button>
      </div>
    </Dialog>
  )
}
