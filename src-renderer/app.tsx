import './app.css'
import { type ReactNode, useEffect } from 'react'
import { type StoreApi, useStore } from 'zustand'
import { followKeys } from './commands/follow-keys.ts'
import { Composer } from './composer/composer.tsx'
import { AwayNotice, useAwayChat } from './conversations/away-notice.tsx'
import { FindBar } from './find/find-bar.tsx'
import { Frame } from './frame.tsx'
import { useWords } from './language/use-words.ts'
import type { PagesState } from './pages-on-demand.ts'
import { Palette } from './palette/palette.tsx'
import { useErasedChat } from './place/use-erased-chat.ts'
import { useOpenChat } from './place/use-open-chat.ts'
import { useRailLiesOver } from './rail/lies-over.ts'
import { Rail } from './rail/rail.tsx'
import { PassagePeek } from './sources/peek/passage-peek.tsx'
import { SourceViewer } from './sources/source-viewer.tsx'
import { Announcer } from './status/announcer.tsx'
import { ConnectionBanner } from './status/connection-banner.tsx'
import { StatusBar } from './status/status-bar.tsx'
import { TemplateDialog } from './templates/template-dialog.tsx'
import { Thread } from './thread/thread.tsx'
import { ThreadHeader } from './thread/thread-header.tsx'
import { Toasts } from './toasts/toasts.tsx'
import { useIsNarrow } from './ui/narrow.ts'
import { Resizer } from './ui/resizer.tsx'
import { useSheet } from './ui/use-sheet.ts'
import { usePage } from './use-page.ts'

export interface AppProps {
  readonly pages: StoreApi<PagesState>
}

export function App({ pages }: AppProps) {
  const { sources } = usePage()
  const t = useWords('app')
  const aside = useStore(sources, ({ number, hasPages }) => (number === 0 ? null : hasPages ? 'pages' : 'aside'))
  const sheet = useSheets(aside !== null)
  // What lies under the sheet cannot be pressed; the sheet shows the notes itself.
  const notes = sheet === 'rail' ? null : <Toasts />
  useCommandKeys()
  return (
    <Frame aside={aside}>
      <button type="button" className="button skip" onClick={() => document.getElementById('main')?.focus()}>
        {t('skip')}
      </button>
      <Rail isSheet={sheet === 'rail'} />
      <main className="main" id="main" tabIndex={-1} inert={sheet !== null}>
        <ConnectionBanner />
        <Page pages={pages} notes={notes} />
        <PassagePeek />
        {aside ? <Resizer panel={aside} onCollapse={() => sources.getState().close()} /> : null}
      </main>
      <div className="below" inert={sheet === 'rail'}>
        <SourceViewer />
      </div>
      <div className="below" inert={sheet !== null}>
        <StatusBar />
      </div>
      <Announcer />
      <Palette />
      <OpenChat />
    </Frame>
  )
}

/** Another chat is no other page: only what shows something of it is drawn again. */
function OpenChat(): null {
  useOpenChat()
  useErasedChat()
  return null
}

interface PageProps extends AppProps {
  readonly notes: ReactNode
}

function Page({ pages: store, notes }: PageProps) {
  const page = useStore(usePage().place, ({ place }) => place.page)
  const pages = usePages(store, page !== 'chat')
  if (page === 'chat') return <Chat notes={notes} />
  const Body = pages?.[page]
  return (
    <>
      {Body ? <Body /> : null}
      {notes}
    </>
  )
}

/** Whoever is quicker than what is fetched ahead has them fetched now, and again with the next connection. */
function usePages(store: StoreApi<PagesState>, isWanted: boolean): PagesState['pages'] {
  const { link, toasts } = usePage()
  const pages = useStore(store, (state) => state.pages)
  const isConnected = useStore(link.state, ({ status }) => status === 'connected')
  useEffect(() => {
    if (isWanted && isConnected) void toasts.getState().attempt(store.getState().load)
  }, [isWanted, isConnected, store, toasts])
  return pages
}

function Chat({ notes }: Pick<PageProps, 'notes'>) {
  return (
    <>
      <ThreadHeader />
      <FindBar />
      <Thread />
      <div className="composer-frame">
        {notes}
        <BelowThread />
      </div>
    </>
  )
}

function BelowThread() {
  const away = useAwayChat()
  if (away !== undefined) return <AwayNotice row={away} />
  return (
    <>
      <Composer />
      <TemplateDialog />
    </>
  )
}

/** What lies over a narrow page now; focus stays in it until it is closed. */
function useSheets(hasSource: boolean): 'rail' | 'aside' | null {
  const { place, sources } = usePage()
  const isNarrow = useIsNarrow()
  const liesOver = useRailLiesOver()
  const isRailOpen = useStore(place, (state) => state.isRailOpen)
  const sheet = liesOver && isRailOpen ? 'rail' : isNarrow && hasSource ? 'aside' : null
  useSheet({ isOpen: sheet === 'rail', first: '#rail button', onClose: () => place.getState().showRail(false) })
  useSheet({ isOpen: sheet === 'aside', first: '.viewer button', onClose: () => sources.getState().close() })
  return sheet
}

function useCommandKeys(): void {
  const page = usePage()
  useEffect(() => {
    const onKeyDown = followKeys(page)
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [page])
}
