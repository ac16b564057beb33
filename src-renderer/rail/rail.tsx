import './rail.css'
import './list.css'
import { Plus, Search } from 'lucide-react'
import { useStore } from 'zustand'
import type { CommandId } from '../commands/commands.ts'
import { ShortcutKeys } from '../commands/shortcut-keys.tsx'
import { useWords } from '../language/use-words.ts'
import type { Place } from '../place/place-store.ts'
import { Toasts } from '../toasts/toasts.tsx'
import { Resizer } from '../ui/resizer.tsx'
import { useEmptied } from '../ui/use-emptied.ts'
import { usePage } from '../use-page.ts'
import { Account } from './account.tsx'
import { ChatList } from './chat-list.tsx'
import { ChosenBar } from './chosen-bar.tsx'
import { EmptyList } from './empty-list.tsx'
import { LineMenu } from './line-menu.tsx'
import { pageLinks } from './page-links.ts'
import { RailDialogs } from './rail-dialogs.tsx'
import { useListRows } from './use-list-rows.ts'

/** The chats and the pages. In a narrow window it lies over the page as a sheet. */
export function Rail({ isSheet }: { readonly isSheet: boolean }) {
  const { place: store, palette, panels } = usePage()
  const t = useWords('rail')
  const shown = useStore(store, ({ place }) => place.page)
  const go = (to: Place): void => store.getState().go(to)
  return (
    <>
      {isSheet ? <div className="scrim" onPointerDown={() => store.getState().showRail(false)} /> : null}
      <nav id="rail" className={isSheet ? 'rail sheet' : 'rail'} aria-label={t('label')}>
        <Account />
        <button type="button" className="rail-button new" onClick={() => go({ page: 'chat', conversationId: null })}>
          <Plus /> {t('newChat')} <Keys id="newChat" />
        </button>
        <button type="button" className="rail-button" onClick={() => palette.getState().open()}>
          <Search /> {t('search')} <Keys id="search" />
        </button>
        <List />
        <ChosenBar />
        <div className="rail-foot">
          {pageLinks.map(({ page, Icon, command }) => (
            <button
              key={page}
              type="button"
              className="rail-button"
              aria-current={shown === page ? 'page' : undefined}
              onClick={() => go({ page })}
            >
              <Icon /> {t(`page.${page}`)} <Keys id={command} />
            </button>
          ))}
        </div>
        <Resizer panel="rail" onCollapse={() => panels.getState().hideRail()} />
        {isSheet ? <Toasts /> : null}
        <LineMenu />
        <RailDialogs />
      </nav>
    </>
  )
}

/** Beside the words; not part of the button's name. */
function Keys({ id }: { readonly id: CommandId }) {
  return (
    <span className="push" aria-hidden="true">
      <ShortcutKeys id={id} />
    </span>
  )
}

function List() {
  const { place, rail } = usePage()
  const openId = useStore(place, ({ place }) => (place.page === 'chat' ? place.conversationId : null))
  const rows = useListRows()
  useEmptied(rows.length === 0, () => rail.getState().put({ wantsFocus: true }))
  return rows.length === 0 ? <EmptyList /> : <ChatList rows={rows} openId={openId} />
}
