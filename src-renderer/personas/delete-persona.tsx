import { useEffect, useState } from 'react'
import type { PersonaRow } from '../../src-shared/rows/persona.ts'
import { useWords } from '../language/use-words.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { usePage } from '../use-page.ts'

export interface DeletePersonaProps {
  readonly row: PersonaRow
  readonly onClose: () => void
}

/** Asks, and says what becomes of the chats that use it. */
export function DeletePersona({ row: { id, name }, onClose }: DeletePersonaProps) {
  const { personas, toasts } = usePage()
  const t = useWords('personas')
  const [uses, setUses] = useState<number | null>(null)
  useEffect(() => {
    void toasts.getState().attempt(async () => setUses(await personas.getState().countUse(id)))
  }, [id, personas, toasts])
  const remove = (): void => {
    void toasts.getState().attempt(() => personas.getState().remove(id))
    // The line it was asked from goes.
    document.querySelector<HTMLElement>('.page-header .button')?.focus()
  }
  return (
    <ConfirmDialog
      title={t('deleteHead', { name })}
      keep={t('keep')}
      confirm={t('deleteNow')}
      onClose={onClose}
      onConfirm={remove}
    >
      <p>{uses === null || uses === 0 ? t('deleteUnused') : t('deleteUsed', { count: uses })}</p>
    </ConfirmDialog>
  )
}
