import { X } from 'lucide-react'
import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { chatChoices } from './menu-choices.ts'
import { useTidy } from './use-tidy.ts'

/** What can be done with the chosen chats, as long as some are. */
export function ChosenBar() {
  const page = usePage()
  const t = useWords('rail')
  const tidy = useTidy()
  const chosen = useStore(page.rail, (state) => state.chosen)
  useStore(page.conversations, (state) => state.rows)
  if (chosen.size === 0) return null
  const choices = chatChoices({ page, tidy, t }, [...chosen])
  return (
    <div className="chosen-bar" role="toolbar" aria-label={t('chosenActions')}>
      <span role="status">{t('chosen', { count: chosen.size })}</span>
      {choices.map(({ label, Icon, run }) => (
        <button key={label} type="button" className="icon-button" aria-label={label} title={label} onClick={run}>
          <Icon className="small" />
        </button>
      ))}
      <button
        type="button"
        className="icon-button"
        aria-label={t('chooseNone')}
        title={t('chooseNone')}
        onClick={page.rail.getState().chooseNone}
      >
        <X className="small" />
      </button>
    </div>
  )
}
