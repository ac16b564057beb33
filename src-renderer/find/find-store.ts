import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ConversationMatches } from '../../src-shared/desktop/find.ts'
import type { Fault } from '../../src-shared/errors/error-sentence.ts'
import type { Api } from '../api.ts'
import { faultOf } from '../fault-of.ts'

export interface FindState {
  readonly isOpen: boolean
  readonly text: string
  /** Null until the answer for the text is there. */
  readonly found: ConversationMatches | null
  /** Which match is shown, from 0; the newest at first. */
  readonly at: number
  readonly fault: Fault | null
  /** The match that is to come into view: a new one each time that the person opens the bar, types or steps. */
  readonly landing: FoundAt | null
  /** Counts the times it was asked for, so that the field is marked again. */
  readonly openings: number
  open(): void
  close(): void
  /** Asks in the chat that is shown; null is the chat that does not exist yet. The same text asked again stays at its match, and leaves the thread where it is. */
  write(conversationId: string | null, text: string): Promise<void>
  step(by: 1 | -1): void
}

const nothing = { found: null, at: 0, fault: null, landing: null }

/** Finding in the chat that is open: every message of its branch, also those that are not loaded. */
export function createFindStore({ api }: { readonly api: Pick<Api, 'find'> }): StoreApi<FindState> {
  let asking = new AbortController()
  /** Whether the next answer is to come into view. */
  let isAwaited = false
  /** The chat that was asked last since the bar was opened. */
  let askedIn: string | null | undefined
  return createStore<FindState>((set, get) => ({
    isOpen: false,
    text: '',
    openings: 0,
    ...nothing,
    open() {
      if (!get().isOpen) isAwaited = true
      set({ isOpen: true, openings: get().openings + 1 })
    },
    close() {
      asking.abort()
      askedIn = undefined
      set({ isOpen: false, ...nothing })
    },
    async write(conversationId, text) {
      asking.abort()
      asking = new AbortController()
      const { signal } = asking
      const isAgain = get().text === text
      const before = isAgain ? foundAt(get()) : undefined
      const isElsewhere = askedIn !== undefined && askedIn !== conversationId
      askedIn = conversationId
      isAwaited = !isAgain || (isAwaited && !isElsewhere)
      set({ text, ...(isElsewhere ? { landing: null } : {}) })
      if (conversationId === null || text.trim() === '') return set(nothing)
      try {
        const found = await api.find.inConversation({ conversation_id: conversationId, text }, signal)
        if (signal.aborted) return
        const at = matchAt(found, before) ?? Math.max(0, found.total - 1)
        set({ found, at, fault: null, ...(isAwaited ? landingAt({ found, at }) : {}) })
        isAwaited = false
      } catch (error) {
        if (!signal.aborted) set({ ...nothing, fault: faultOf(error) })
      }
    },
    step(by) {
      const { found, at } = get()
      if (found === null || found.total === 0) return
      const next = (at + by + found.total) % found.total
      set({ at: next, ...landingAt({ found, at: next }) })
    },
  }))
}

export interface FoundAt {
  readonly messageId: string
  /** Which match in it, from 0. */
  readonly nth: number
}

/** Where the match lies. */
export function foundAt({ found, at }: Pick<FindState, 'found' | 'at'>): FoundAt | undefined {
  let before = 0
  for (const { message_id, matches } of found?.items ?? []) {
    if (at < before + matches) return { messageId: message_id, nth: at - before }
    before += matches
  }
  return undefined
}

const landingAt = (place: Pick<FindState, 'found' | 'at'>) => ({ landing: foundAt(place) ?? null })

/** Which of the matches lies there; undefined when none does any more. */
function matchAt({ items }: ConversationMatches, place: FoundAt | undefined): number | undefined {
  const index = items.findIndex(({ message_id, matches }) => message_id === place?.messageId && place.nth < matches)
  if (place === undefined || index < 0) return undefined
  return items.slice(0, index).reduce((sum, { matches }) => sum + matches, place.nth)
}
