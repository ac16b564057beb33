import { PanelLeftClose } from 'lucide-react'
import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { toggleRail } from './toggle-rail.ts'

/** Whose chats these are, and the way to put the list away. */
export function Account() {
  const page = usePage()
  const t = useWords('rail')
  const summary = useStore(page.usage, (state) => state.summary)
  const plan = summary === null ? '' : t('plan', { plan: `${summary.plan.charAt(0).toUpperCase()}${summary.plan.slice(1)}` })
  return (
    <div className="account">
      <span className="avatar" aria-hidden="true">
        H
      </span>
      <div>
        <b>{t('onThisDevice')}</b>
        <small>{plan}</small>
      </div>
      <button
        type="button"
        className="icon-button push"
        aria-label={t('hide')}
        title={t('hide')}
        onClick={() => toggleRail(page)}
      >
        <PanelLeftClose />
      </button>
    </div>
  )
}
