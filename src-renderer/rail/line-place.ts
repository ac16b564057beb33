import type { ListRow } from '../conversations/list-rows.ts'

/** Where a line stands among all lines, of which only those in sight are drawn. */
export interface LinePlace {
  readonly index: number
  readonly count: number
  /** Pixels from the top of the list. */
  readonly top: number
}

export interface ListLineProps extends LinePlace {
  readonly line: ListRow
  /** Whether Tab enters the list here. */
  readonly isStanding: boolean
  /** Whether it is the chat in the middle of the window. */
  readonly isOpen: boolean
}

export const linePlace = ({ index, count, top }: LinePlace) => ({
  'aria-posinset': index + 1,
  'aria-setsize': count,
  style: { transform: `translateY(${top}px)` },
})
