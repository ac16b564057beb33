import { Check, Drama, Settings2 } from 'lucide-react'
import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { Menu } from '../ui/menu.tsx'
import { usePage } from '../use-page.ts'
import { choosePersona } from './choose-persona.ts'
import { PersonaIcon } from './persona-icon.tsx'
import { usePersona } from './use-persona.ts'

/** What this chat is answered by. A chip with words once one is chosen, an icon before. */
export function PersonaMenu() {
  const page = usePage()
  const t = useWords('personas')
  const rows = useStore(page.personas, (state) => state.rows)
  const persona = usePersona()
  const face = persona ? (
    <>
      <PersonaIcon name={persona.icon} className="small" />
      <b className="cut">{persona.name}</b>
    </>
  ) : (
    <Drama className="small" />
  )
  const label = persona ? t('menu.chip', { name: persona.name }) : t('menu.choose')
  return (
    <Menu label={label} className={persona ? 'chip persona-chip' : 'chip persona-chip bare'} face={face}>
      <p>{t('menu.head')}</p>
      <Choice isChosen={!persona} onChoose={() => choosePersona(page, null)} name={t('menu.none')} />
      {rows.map((row) => (
        <Choice key={row.id} isChosen={row.id === persona?.id} onChoose={() => choosePersona(page, row)} name={row.name} />
      ))}
      <button type="button" onClick={() => page.place.getState().go({ page: 'personas' })}>
        <Settings2 className="small" />
        {t('menu.manage')}
      </button>
    </Menu>
  )
}

interface ChoiceProps {
  readonly name: string
  readonly isChosen: boolean
  readonly onChoose: () => void
}

const Choice = ({ name, isChosen, onChoose }: ChoiceProps) => (
  <button type="button" aria-pressed={isChosen} onClick={onChoose}>
    {isChosen ? <Check className="small" /> : <span className="no-mark" />}
    <span className="cut">{name}</span>
  </button>
)
