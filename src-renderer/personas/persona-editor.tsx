import { useState } from 'react'
import { useStore } from 'zustand'
import type { Fault } from '../../src-shared/errors/error-sentence.ts'
import { faultOf } from '../fault-of.ts'
import type { OpenForm } from '../kept-forms/use-kept-form.ts'
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
  readonly form: Omit<OpenForm<PersonaDraft>, 'fields' | 'open'>
}

/** One persona, to be made or changed. It is as it was before it is saved. */
export function PersonaEditor({ draft, form }: PersonaEditorProps) {
  const { personas } = usePage()
  const t = useWords('personas')
  const rows = useStore(personas, (state) => state.rows)
  const [fault, setFault] = useState<Fault | null>(null)
  const named = rows.find(({ id }) => id === draft.id)?.name
  const change: ChangeDraft = (part) => form.type({ ...draft, ...part })
  const isTaken = isNameTaken(draft, rows)
  const save = async (): Promise<void> => {
    try {
      await personas.getState().put(draft)
      form.close()
    } catch (error) {
      setFault(faultOf(error))
    }
  }
  const title = draft.id === undefined ? t('newHead') : t('editHead', { name: named ?? draft.name })
  return (
    <Dialog title={title} onClose={form.leave} isHeld={form.isChanged}>
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
          <button type="button" className="button" onClick={form.close}>
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
