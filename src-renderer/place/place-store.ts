import { z } from 'zod'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { entityId } from '../../src-shared/rows/columns.ts'
import { sectionNames } from '../settings/section-names.ts'

/** Where the person is; `chat` with null is the chat that does not exist yet. */
const place = z.discriminatedUnion('page', [
  z.object({
    page: z.literal('chat'),
    conversationId: entityId.nullable(),
    /** To land on, and the words it was found by. */
    messageId: entityId.optional(),
    words: z.string().optional(),
  }),
  z.object({ page: z.literal('search') }),
  z.object({ page: z.literal('models') }),
  z.object({ page: z.literal('knowledge') }),
  z.object({ page: z.literal('usage') }),
  z.object({ page: z.literal('personas') }),
  z.object({ page: z.literal('settings'), section: z.enum(sectionNames).optional() }),
])
export type Place = z.infer<typeof place>

export interface PlaceState {
  readonly place: Place
  /** Whether the rail lies over a narrow page. */
  readonly isRailOpen: boolean
  /** Whether the person did not go to this chat to write in it: the focus is not taken there. */
  readonly keepsFocus: boolean
  go(place: Place): void
  /** From the open chat, which was put away in the list, to a new one: the list and the focus stay where they are. */
  leave(): void
  showRail(isOpen: boolean): void
}

/** The part of `History` that survives a reload. */
export interface Past {
  readonly state: unknown
  pushState(state: unknown, unused: string): void
}

const newChat: Place = { page: 'chat', conversationId: null }

/** The place is kept in the history's state, so that a reload, back and forward lead where they should. */
export function createPlaceStore(past: Past): StoreApi<PlaceState> {
  return createStore<PlaceState>((set) => ({
    place: placeOf(past.state),
    isRailOpen: false,
    keepsFocus: false,
    go(place) {
      past.pushState(place, '')
      set({ place, isRailOpen: false, keepsFocus: false })
    },
    leave() {
      past.pushState(newChat, '')
      set({ place: newChat, keepsFocus: true })
    },
    showRail: (isRailOpen) => set({ isRailOpen }),
  }))
}

export const placeOf = (state: unknown): Place => place.safeParse(state).data ?? newChat
