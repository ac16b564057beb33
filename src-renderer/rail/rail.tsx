import './rail.css'
import { Cpu, Library, Plus } from 'lucide-react'
import { useStore } from 'zustand'
import type { Place } from '../place/place-store.ts'
import { usePage } from '../use-page.ts'
import { ConversationList } from './conversation-list.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

const pages = [
  { page: 'knowledge', name: 'Knowledge', Icon: Library },
  { page: 'models', name: 'Models', Icon: Cpu },
] as const

export function Rail() {
  const { place: store, link } = usePage()
  const place = useStore(store, (state) => state.place)
  const isOpen = useStore(store, (state) => state.isRailOpen)
  const shell = useStore(link.state, (state) => state.info?.shell)
  const go = (to: Place): void => store.getState().go(to)
  return (
    <nav id="rail" className={isOpen ? 'rail open' : 'rail'} aria-label="Chats and pages">
      <Account />
      <button type="button" className="rail-button new" onClick={() => go({ page: 'chat', conversationId: null })}>
        <Plus /> New chat <kbd>{newChatKey(shell)}</kbd>
      </button>
      <ConversationList selectedId={place.page === 'chat' ? place.conversationId : null} />
      <div className="rail-foot">
        {pages.map(({ page, name, Icon }) => (
          <button
            key={page}
            type="button"
            className="rail-button"
            aria-current={place.page === page ? 'page' : undefined}
            onClick={() => go({ page })}
          >
            <Icon /> {name}
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
  const plan = summary === null ? '' : `${summary.plan.charAt(0).toUpperCase()}${summary.plan.slice(1)} plan`
  return (
    <div className="account">
      <span className="avatar" aria-hidden="true">
        H
      </span>
      <div>
        <b>On this device</b>
        <small>{plan}</small>
      </div>
    </div>
  )
}
