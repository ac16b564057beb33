import './app.css'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { followKeys } from './commands/follow-keys.ts'
import { Composer } from './composer/composer.tsx'
import { useWords } from './language/use-words.ts'
import { pages } from './pages.tsx'
import { Rail } from './rail/rail.tsx'
import { SourceViewer } from './sources/source-viewer.tsx'
import { Announcer } from './status/announcer.tsx'
import { ConnectionBanner } from './status/connection-banner.tsx'
import { StatusBar } from './status/status-bar.tsx'
import { Thread } from './thread/thread.tsx'
import { ThreadHeader } from './thread/thread-header.tsx'
import { Toasts } from './toasts/toasts.tsx'
import { usePage } from './use-page.ts'

export function App() {
  const { place: store, sources } = usePage()
  const t = useWords('app')
  const place = useStore(store, (state) => state.place)
  const hasSource = useStore(sources, ({ number }) => number > 0)
  useOpenChat()
  useCommandKeys()
  return (
    <div className={hasSource ? 'app wide' : 'app'}>
      <button type="button" className="button skip" onClick={() => document.getElementById('main')?.focus()}>
        {t('skip')}
      </button>
      <Rail />
      <RailScrim />
      <main className="main" id="main" tabIndex={-1}>
        <ConnectionBanner />
        {place.page === 'chat' ? <Chat /> : <Page page={place.page} />}
      </main>
      <SourceViewer />
      <StatusBar />
      <Announcer />
    </div>
  )
}

function Page({ page }: { readonly page: keyof typeof pages }) {
  const Body = pages[page]
  return (
    <>
      <Body />
      <Toasts />
    </>
  )
}

function Chat() {
  return (
    <>
      <ThreadHeader />
      <Thread />
      <div className="composer-frame">
        <Toasts />
        <Composer />
      </div>
    </>
  )
}

function RailScrim() {
  const { place } = usePage()
  const t = useWords('app')
  const isOpen = useStore(place, (state) => state.isRailOpen)
  useEffect(() => {
    if (!isOpen) return
    document.querySelector<HTMLElement>('#rail button')?.focus()
    const close = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') place.getState().showRail(false)
    }
    addEventListener('keydown', close)
    return () => removeEventListener('keydown', close)
  }, [isOpen, place])
  if (!isOpen) return null
  return <button type="button" className="scrim" aria-label={t('closeRail')} onClick={() => place.getState().showRail(false)} />
}

/** Shows the chat of the place, as soon as there is a core to ask. */
function useOpenChat(): void {
  const { place: store, thread, sources, toasts, link } = usePage()
  const place = useStore(store, (state) => state.place)
  const isReady = useStore(link.state, ({ info }) => info !== null)
  useEffect(() => {
    sources.getState().close()
    if (isReady && place.page === 'chat') void toasts.getState().attempt(() => thread.getState().open(place.conversationId))
  }, [place, isReady, thread, sources, toasts])
}

function useCommandKeys(): void {
  const page = usePage()
  useEffect(() => {
    const onKeyDown = followKeys(page)
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [page])
}
