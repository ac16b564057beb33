import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { Dialog } from '../ui/dialog.tsx'
import { usePage } from '../use-page.ts'
import type { RailDialogProps } from './rail-dialog-props.ts'
import { useTidy } from './use-tidy.ts'

export function EraseDialog({ ids, onClose }: RailDialogProps) {
  const { conversations } = usePage()
  const t = useWords('rail')
  const tidy = useTidy()
  const title = useStore(conversations, ({ rows }) => rows.get(ids[0] ?? '')?.title ?? '')
  const erase = (): void => {
    onClose()
    tidy.erase(ids)
  }
  return (
    <Dialog title={t('erase.title', { count: ids.length, title })} onClose={onClose}>
      <p>{t('erase.text')}</p>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          {t('cancel')}
        </button>
        <button type="button" className="button primary" onClick={erase}>
          {t('erase.do', { count: ids.length })}
        </button>
      </div>
    </Dialog>
  )
}
