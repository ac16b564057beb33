import './find.css'
import { ChevronDown, ChevronUp, Search, X } from 'lucide-react'
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import type { FindState } from './find-store.ts'
import { useHighlights } from './use-highlights.ts'

/** Finds in the chat that is open. */
export function FindBar() {
  const isOpen = useStore(usePage().findBar, (state) => state.isOpen)
  useHighlights()
  return isOpen ? <OpenBar /> : null
}

function OpenBar() {
  const { findBar, thread } = usePage()
  const t = useWords('find')
  const state = useStore(findBar)
  const conversationId = useStore(thread, ({ conversationId: id }) => id)
  const field = useRef<HTMLInputElement>(null)
  useMarkedField(field, state.openings)
  useAskAgain(conversationId)
  useLandOnFound()
  const close = (): void => {
    findBar.getState().close()
    document.querySelector<HTMLElement>('.thread')?.focus({ preventScroll: true })
  }
  return (
    <search
      className="find-bar"
      aria-label={t('label')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
        event.preventDefault()
        close()
      }}
    >
      <Search />
      <input
        ref={field}
        aria-label={t('label')}
        placeholder={t('placeholder')}
        value={state.text}
        maxLength={1000}
        spellCheck={false}
        onChange={(event) => void findBar.getState().write(conversationId, event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
          event.preventDefault()
          state.step(event.shiftKey ? 1 : -1)
        }}
      />
      <Count state={state} />
      <Steps state={state} />
      <button type="button" className="icon-button" aria-label={t('close')} onClick={close}>
        <X />
      </button>
    </search>
  )
}

function Count({ state: { found, at, text, fault } }: { readonly state: FindState }) {
  const t = useWords('find')
  if (fault) return <span role="alert">{t('failed')}</span>
  const words =
    found === null || text.trim() === ''
      ? ''
      : found.total === 0
        ? t('none')
        : t(found.is_capped ? 'atOver' : 'at', { at: at + 1, of: found.total })
  return <span role="status">{words}</span>
}

function Steps({ state: { found, step } }: { readonly state: FindState }) {
  const t = useWords('find')
  const isEmpty = found === null || found.total === 0
  return (
    <>
      <button type="button" className="icon-button" aria-label={t('older')} disabled={isEmpty} onClick={() => step(-1)}>
        <ChevronUp />
      </button>
      <button type="button" className="icon-button" aria-label={t('newer')} disabled={isEmpty} onClick={() => step(1)}>
        <ChevronDown />
      </button>
    </>
  )
}

/** Asked for again, what is typed next replaces what was there. */
function useMarkedField(field: RefObject<HTMLInputElement | null>, openings: number): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time that it is asked for
  useLayoutEffect(() => field.current?.select(), [field, openings])
}

/** In another chat, and once an answer ended, the matches are others; the thread stays where it is. */
function useAskAgain(conversationId: string | null): void {
  const { findBar, thread } = usePage()
  const end = useStore(thread, ({ items }) => `${items.at(-1)?.id} ${items.at(-1)?.status}`)
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the branch has another end
  useEffect(() => {
    void findBar.getState().write(conversationId, findBar.getState().text)
  }, [findBar, conversationId, end])
}

/** Brings the match into view: its message first, then the words themselves. */
function useLandOnFound(): void {
  const { findBar, thread, toasts } = usePage()
  const landing = useStore(findBar, (state) => state.landing)
  // What is found before the chat is there is brought into view once it is.
  const isShown = useStore(thread, ({ items }) => items.length > 0)
  useEffect(() => {
    if (landing && isShown) void toasts.getState().attempt(() => thread.getState().land(landing.messageId))
  }, [landing, isShown, thread, toasts])
}
