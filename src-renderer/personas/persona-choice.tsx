import './personas.css'
import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { choosePersona } from './choose-persona.ts'
import { PersonaIcon } from './persona-icon.tsx'
import { usePersona } from './use-persona.ts'

/** In a new chat: who is to answer. Nothing until there is a persona. */
export function PersonaChoice() {
  const page = usePage()
  const t = useWords('personas')
  const rows = useStore(page.personas, (state) => state.rows)
  const chosen = usePersona()
  if (rows.length === 0) return null
  return (
    <div className="persona-choice">
      <p className="cap">{t('choice.head')}</p>
      <div className="row">
        {rows.map((row) => {
          const isChosen = row.id === chosen?.id
          return (
            <button
              key={row.id}
              type="button"
              className="toggle"
              aria-pressed={isChosen}
              onClick={() => choosePersona(page, isChosen ? null : row)}
            >
              <PersonaIcon name={row.icon} className="small" />
              {row.name}
            </button>
          )
        })}
      </div>
    </div>
  )
}
