import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { usePage } from '../use-page.ts'
import type { RailDialogProps } from './rail-dialog-props.ts'
import { useTidy } from './use-tidy.ts'

export function EraseDialog({ ids, onClose }: RailDialogProps) {
  const { conversations } = usePage()
  const t = useWords('rail')
  const tidy = useTidy()
  const title = useStore(conversations, ({ rows }) => rows.get(ids[0] ?? '')?.title ?? '')
  return (
    <ConfirmDialog
      title={t('erase.title', { count: ids.length, title })}
      keep={t('cancel')}
      confirm={t('erase.do', { count: ids.length })}
      onClose={onClose}
      onConfirm={() => tidy.erase(ids)}
    >
      <p>{t('erase.text')}</p>
    </ConfirmDialog>
  )
}
