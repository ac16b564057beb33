import { useEffect } from 'react'
import { useStore } from 'zustand'
import { findTerms } from '../../src-shared/find/find-terms.ts'
import { matchTerms } from '../../src-shared/find/match-terms.ts'
import { textPlaces } from '../../src-shared/find/text-places.ts'
import { usePage } from '../use-page.ts'
import { foundAt } from './find-store.ts'
import { rangesIn, showHighlight } from './highlight-text.ts'

/** What is read of a message; its buttons have words too. */
const bodies = '.me, .answer'

/** Marks what the bar finds, and the words that a message was found by, in whatever is drawn of the thread. */
export function useHighlights(): void {
  const { findBar, place: placeStore } = usePage()
  const { isOpen, text, found, at } = useStore(findBar)
  const place = useStore(placeStore, (state) => state.place)
  const words = place.page === 'chat' ? place.words : undefined
  const messageId = place.page === 'chat' ? place.messageId : undefined
  useEffect(() => {
    const mark = (): void => {
      if (isOpen && text.trim() !== '') return markFound(text, foundAt({ found, at }))
      showHighlight('found', words === undefined || messageId === undefined ? [] : wordRanges(messageId, words))
      showHighlight('found-now', [])
    }
    mark()
    return markAgain(mark)
  }, [isOpen, text, found, at, words, messageId])
}

/** Messages come and go while the thread is scrolled. */
function markAgain(mark: () => void): () => void {
  let frame = 0
  const observer = new MutationObserver(() => {
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(mark)
  })
  const main = document.getElementById('main')
  if (main) observer.observe(main, { childList: true, subtree: true, characterData: true })
  return () => {
    observer.disconnect()
    cancelAnimationFrame(frame)
    showHighlight('found', [])
    showHighlight('found-now', [])
  }
}

function markFound(text: string, now: ReturnType<typeof foundAt>): void {
  const places = (all: string) => textPlaces(all, text)
  const slots = [...document.querySelectorAll('[data-message-id]')]
  const ranges = slots.map((slot) => ({ slot, ranges: bodiesOf(slot).flatMap((body) => rangesIn(body, places)) }))
  const here = ranges.find(({ slot }) => slot.getAttribute('data-message-id') === now?.messageId)
  const current = here?.ranges[Math.min(now?.nth ?? 0, here.ranges.length - 1)]
  showHighlight(
    'found',
    ranges.flatMap((each) => each.ranges).filter((range) => range !== current),
  )
  showHighlight('found-now', current ? [current] : [])
}

const bodiesOf = (slot: Element): Element[] => [...slot.querySelectorAll(bodies)]

function wordRanges(messageId: string, words: string): Range[] {
  const terms = findTerms(words)
  const slot = document.querySelector(`[data-message-id="${messageId}"]`)
  const any = (text: string) => terms.flatMap((term) => matchTerms(text, [term]) ?? [])
  return slot === null || terms.length === 0 ? [] : bodiesOf(slot).flatMap((body) => rangesIn(body, any))
}
