import { type FormEvent, useState } from 'react'
import type { Fault } from '../../src-shared/errors/error-sentence.ts'
import type { Facets } from '../../src-shared/rows/facets.ts'
import { faultOf } from '../fault-of.ts'
import { useWords } from '../language/use-words.ts'
import { Dialog } from '../ui/dialog.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { usePage } from '../use-page.ts'
import { changeBy, draftOf, type FacetChange, withTag, wordsInUse } from './facet-draft.ts'
import { CategoryField, ImportanceField } from './facet-fields.tsx'
import { TagFields } from './tag-fields.tsx'

export interface FacetsDialogProps {
  readonly title: string
  /** What each of those that are changed has now. */
  readonly of: readonly Facets[]
  readonly onSave: (change: FacetChange) => Promise<void>
  readonly onClose: () => void
}

/** Tags, category and importance of one or of many: nothing is changed before it is applied, and where they differ they stay. */
export function FacetsDialog({ title, of, onSave, onClose }: FacetsDialogProps) {
  const { knowledge } = usePage()
  const t = useWords('knowledge')
  const [known] = useState(() => wordsInUse(knowledge.getState().documents.values()))
  const [before] = useState(() => draftOf(of, known))
  const [draft, setDraft] = useState(before)
  const [typed, setTyped] = useState('')
  const [fault, setFault] = useState<Fault | null>(null)
  const apply = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    try {
      // What was typed and not added is meant as well.
      const change = changeBy(withTag(draft, typed, true), before)
      if (Object.keys(change).length > 0) await onSave(change)
      onClose()
    } catch (error) {
      setFault(faultOf(error))
    }
  }
  return (
    <Dialog title={title} onClose={onClose}>
      {fault ? <ErrorNote fault={fault} /> : null}
      <TagFields
        tags={draft.tags}
        typed={typed}
        onTyped={setTyped}
        onTag={(word, isOn) => setDraft(withTag(draft, word, isOn))}
      />
      <form className="facets" onSubmit={(event) => void apply(event)}>
        <CategoryField
          value={draft.category}
          known={known.categories}
          onChange={(category) => setDraft({ ...draft, category })}
        />
        <ImportanceField value={draft.importance} onChange={(importance) => setDraft({ ...draft, importance })} />
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {t('facets.cancel')}
          </button>
          <button type="submit" className="button primary">
            {t('facets.apply')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
