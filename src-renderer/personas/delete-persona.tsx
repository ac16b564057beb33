import { useEffect, useState } from 'react'
import type { PersonaRow } from '../../src-shared/rows/persona.ts'
import { useWords } from '../language/use-words.ts'
import { Dialog } from '../ui/dialog.tsx'
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
    onClose()
    void toasts.getState().attempt(() => personas.getState().remove(id))
    // The line it was asked from goes.
    document.querySelector<HTMLElement>('.page-header .button')?.focus()
  }
  return (
    <Dialog title={t('deleteHead', { name })} onClose={onClose}>
      <p>{uses === null || uses === 0 ? t('deleteUnused') : t('deleteUsed', { count: uses })}</p>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          {t('keep')}
        </button>
        <button type="button" className="button primary" onClick={remove}>
          {t('deleteNow')}
        </button>
      </div>
    </Dialog>
  )
}
