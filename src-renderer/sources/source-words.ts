import type { Source } from '../../src-shared/rows/message.ts'
import { passagePlace } from '../language/passage-place.ts'
import { useWords, type Words } from '../language/use-words.ts'

/** The words of the sources, and those of places in all kinds of documents. */
export interface SourceWords {
  readonly t: Words<'sources'>
  readonly places: Words<'places'>
}

export const useSourceWords = (): SourceWords => ({ t: useWords('sources'), places: useWords('places') })

/** "p. 41", "slide 4", "§7.3 Warranty", "Wear parts", or nothing for a document without any of it. */
export function sourcePlace(
  { t, places }: SourceWords,
  { page, place, heading }: Pick<Source, 'page' | 'place' | 'heading'>,
): string {
  if (page !== null) return t('page', { page })
  const last = heading.at(-1)?.replace(/^(?=\d)/, '§')
  // Of a text that has headings they say more than its lines.
  if (place?.kind === 'line' && last !== undefined) return `${last}, ${passagePlace(places, place)}`
  return passagePlace(places, place) || (last ?? '')
}

/** "K-200 manual.pdf · p. 41". */
export const sourceTitle = (words: SourceWords, source: Source): string =>
  [source.document, sourcePlace(words, source)].filter((part) => part !== '').join(' · ')

const shown = 90

/** The beginning of what is quoted, in quotation marks. */
export function quotedBeginning(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ').trim()
  return `“${flat.length > shown ? `${flat.slice(0, shown).trimEnd()}…` : flat}”`
}
