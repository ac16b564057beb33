import { placeText } from '../../src-shared/retrieval/place-text.ts'
import type { Source } from '../../src-shared/rows/message.ts'

type Place = Pick<Source, 'document' | 'page' | 'place' | 'heading' | 'start' | 'end'>

/** `lease.md, page 3, Lease › Notice (characters 120 to 240)` */
export function placeOf({ document, page, place, heading, start, end }: Place): string {
  const parts = [document, page === null ? placeText(place) : `page ${page}`, heading.join(' › ')]
  return `${parts.filter((part) => part !== '').join(', ')} (characters ${start} to ${end})`
}

/** Numbered as the answer cites them. */
export const sourceLines = (sources: readonly Place[]): string[] =>
  sources.map((source, index) => `[${index + 1}] ${placeOf(source)}`)
