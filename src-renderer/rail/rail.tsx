import './rail.css'
import { Plus } from 'lucide-react'
import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import type { Place } from '../place/place-store.ts'
import { usePage } from '../use-page.ts'
import { ConversationList } from './conversation-list.tsx'
import { pageLinks } from './page-links.ts'
import { ThemeSwitch } from './theme-switch.tsx'

export function Rail() {
  const { place: store, link } = usePage()
  const t = useWords('rail')
  const place = useStore(store, (state) => state.place)
  const isOpen = useStore(store, (state) => state.isRailOpen)
  const shell = useStore(link.state, (state) => state.info?.shell)
  const go = (to: Place): void => store.getState().go(to)
  return (
    <nav id="rail" className={isOpen ? 'rail open' : 'rail'} aria-label={t('label')}>
      <Account />
      <button type="button" className="rail-button new" onClick={() => go({ page: 'chat', conversationId: null })}>
        <Plus /> {t('newChat')} <kbd>{newChatKey(shell)}</kbd>
      </button>
      <ConversationList selectedId={place.page === 'chat' ? place.conversationId : null} />
      <div className="rail-foot">
        {pageLinks.map(({ page, Icon }) => (
          <button
            key={page}
            type="button"
            className="rail-button"
            aria-current={place.page === page ? 'page' : undefined}
            onClick={() => go({ page })}
          >
            <Icon /> {t(`page.${page}`)}
          </button>
        ))}
        <ThemeSwitch />
      </div>
    </nav>
  )
}

/** A browser keeps Ctrl N for itself. */
const newChatKey = (shell: string | undefined): string => (shell === 'electron' ? 'Ctrl N' : 'Alt N')

function Account() {
  const summary = useStore(usePage().usage, (state) => state.summary)
  const t = useWords('rail')
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
    </div>
  )
}
