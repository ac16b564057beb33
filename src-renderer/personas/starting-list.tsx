import { Plus } from 'lucide-react'
import type { PersonaRow } from '../../src-shared/rows/persona.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { isNameTaken, type PersonaDraft } from './persona-form.ts'
import { PersonaIcon } from './persona-icon.tsx'
import { startingPersonas } from './starting-personas.ts'

/** What can be begun with; each is gone from here once it is the person's own. */
export function StartingList({ rows }: { readonly rows: readonly PersonaRow[] }) {
  const { personas, toasts } = usePage()
  const t = useWords('personas')
  const offered = startingPersonas(t).filter(({ draft }) => !isNameTaken(draft, rows))
  if (offered.length === 0) return null
  const add = async (draft: PersonaDraft): Promise<void> => {
    const { id } = await personas.getState().put(draft)
    // The button that was pressed is gone.
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-persona-id="${id}"] button`)?.focus())
  }
  return (
    <section aria-labelledby="starting-personas">
      <h2 id="starting-personas">{t('starting.head')}</h2>
      <ul className="starting-personas">
        {offered.map(({ draft, says }) => (
          <li key={draft.name} className="card">
            <b>
              <PersonaIcon name={draft.icon} /> {draft.name}
            </b>
            <p className="cap">{says}</p>
            <button
              type="button"
              className="button sm"
              aria-label={t('starting.addNamed', { name: draft.name })}
              onClick={() => void toasts.getState().attempt(() => add(draft))}
            >
              <Plus className="small" /> {t('starting.add')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
