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
  const run = (work: () => void): void => {
    work()
    // What was done takes the bar away, and the focus with it.
    if (page.rail.getState().chosen.size === 0) page.rail.getState().put({ wantsFocus: true })
  }
  return (
    <div className="chosen-bar" role="toolbar" aria-label={t('chosenActions')}>
      <span role="status">{t('chosen', { count: chosen.size })}</span>
      {choices.map(({ label, Icon, run: act }) => (
        <button key={label} type="button" className="icon-button" aria-label={label} title={label} onClick={() => run(act)}>
          <Icon className="small" />
        </button>
      ))}
      <button
        type="button"
        className="icon-button"
        aria-label={t('chooseNone')}
        title={t('chooseNone')}
        onClick={() => run(page.rail.getState().chooseNone)}
      >
        <X className="small" />
      </button>
    </div>
  )
}
