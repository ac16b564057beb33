import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ConversationView } from '../conversations/conversation-store.ts'

/** A question the rail asks before it acts, about these chats. */
export interface Asked {
  readonly kind: 'move' | 'tags' | 'erase'
  readonly ids: readonly string[]
}

export interface OpenMenu {
  /** The folder, or the chats: the chosen ones when it was opened on one of them. */
  readonly on: { readonly folderId: string } | { readonly chatIds: readonly string[] }
  readonly x: number
  readonly y: number
}

export interface RailFacts {
  readonly view: ConversationView
  /** Only chats with this tag are listed. */
  readonly tagId: string | null
  readonly closedFolders: ReadonlySet<string>
  readonly chosen: ReadonlySet<string>
  /** Where a range begins. */
  readonly anchor: string | null
  /** The line the arrows stand on: the id of a chat or folder. */
  readonly current: string | null
  /** Whether that line is to have the focus as soon as it is drawn. */
  readonly wantsFocus: boolean
  readonly renaming: string | null
  readonly menu: OpenMenu | null
  readonly asked: Asked | null
  /** What is being dragged. */
  readonly dragged: { readonly folderId: string } | { readonly chatIds: readonly string[] } | null
}

export interface RailState extends RailFacts {
  show(view: ConversationView, tagId?: string | null): void
  toggleFolder(id: string): void
  choose(ids: Iterable<string>, anchor?: string): void
  chooseNone(): void
  put(facts: Partial<Pick<RailFacts, 'current' | 'wantsFocus' | 'renaming' | 'menu' | 'asked' | 'dragged'>>): void
}

const remembered = 'rail.closed-folders'

/** What the rail shows and what is chosen in it. Folders that were closed stay so on this device. */
export function createRailStore(storage: Pick<Storage, 'getItem' | 'setItem'>): StoreApi<RailState> {
  return createStore<RailState>((set, get) => ({
    view: 'active',
    tagId: null,
    closedFolders: new Set((storage.getItem(remembered) ?? '').split(' ').filter((id) => id !== '')),
    chosen: new Set(),
    anchor: null,
    current: null,
    wantsFocus: false,
    renaming: null,
    menu: null,
    asked: null,
    dragged: null,
    show: (view, tagId = null) => set({ view, tagId, chosen: new Set(), anchor: null, current: null, renaming: null }),
    toggleFolder(id) {
      const closed = get().closedFolders
      const closedFolders = closed.has(id) ? new Set([...closed].filter((each) => each !== id)) : new Set([...closed, id])
      storage.setItem(remembered, [...closedFolders].join(' '))
      set({ closedFolders })
    },
    choose(ids, anchor) {
      const chosen = new Set(ids)
      set({ chosen, ...(anchor === undefined ? {} : { anchor }) })
    },
    chooseNone: () => set({ chosen: new Set(), anchor: null }),
    put: (facts) => set(facts),
  }))
}
