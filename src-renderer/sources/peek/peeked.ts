import type { MessageRow, Source } from '../../../src-shared/rows/message.ts'

/** A citation or a card that is looked at, and what it stands for. */
export interface Peeked {
  readonly anchor: HTMLElement
  readonly row: MessageRow
  readonly number: number
  readonly source: Source
}

/** Marks what shows its source when it is looked at: `data-source` holds the number. */
const anchors = '[data-message-id] [data-source]'

/** What a place on the page stands for; undefined where there is no source. */
export function peekedAt(target: EventTarget | null, items: readonly MessageRow[]): Peeked | undefined {
  const anchor = target instanceof Element ? target.closest<HTMLElement>(anchors) : null
  const id = anchor?.closest('[data-message-id]')?.getAttribute('data-message-id')
  const row = items.find((item) => item.id === id)
  const number = Number(anchor?.dataset.source)
  const source = row?.sources[number - 1]
  return anchor && row && source ? { anchor, row, number, source } : undefined
}
