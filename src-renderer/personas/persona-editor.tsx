import { useState } from 'react'
import { useStore } from 'zustand'
import type { Fault } from '../../src-shared/errors/error-sentence.ts'
import { faultOf } from '../fault-of.ts'
import { useWords } from '../language/use-words.ts'
import { Dialog } from '../ui/dialog.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { usePage } from '../use-page.ts'
import { PersonaChoices } from './persona-choices.tsx'
import { PersonaFields } from './persona-fields.tsx'
import { type ChangeDraft, isComplete, isNameTaken, type PersonaDraft } from './persona-form.ts'
import { PersonaSampling } from './persona-sampling.tsx'

export interface PersonaEditorProps {
  readonly draft: PersonaDraft
  readonly onType: (draft: PersonaDraft) => void
  readonly onClose: () => void
}

/** One persona, to be made or changed. It is as it was before it is saved. */
export function PersonaEditor({ draft, onType, onClose }: PersonaEditorProps) {
  const { personas } = usePage()
  const t = useWords('personas')
  const rows = useStore(personas, (state) => state.rows)
  const [fault, setFault] = useState<Fault | null>(null)
  const named = rows.find(({ id }) => id === draft.id)?.name
  const change: ChangeDraft = (part) => onType({ ...draft, ...part })
  const isTaken = isNameTaken(draft, rows)
  const save = async (): Promise<void> => {
    try {
      await personas.getState().put(draft)
      onClose()
    } catch (error) {
      setFault(faultOf(error))
    }
  }
  return (
    <Dialog title={draft.id === undefined ? t('newHead') : t('editHead', { name: named ?? draft.name })} onClose={onClose}>
      <form
        className="persona-form"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <PersonaFields draft={draft} isNameTaken={isTaken} onChange={change} />
        <PersonaChoices draft={draft} onChange={change} />
        <PersonaSampling draft={draft} onChange={change} />
        {fault ? <ErrorNote fault={fault} /> : null}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {t('cancel')}
          </button>
          <button type="submit" className="button primary" disabled={!isComplete(draft) || isTaken}>
            {t('save')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
