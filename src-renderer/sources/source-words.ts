import type { Source } from '../../src-shared/rows/message.ts'
import type { Words } from '../language/use-words.ts'

/** "p. 41", "§Wear parts", or nothing for a document without either. */
export function sourcePlace(t: Words<'sources'>, { page, heading }: Pick<Source, 'page' | 'heading'>): string {
  if (page !== null) return t('page', { page })
  const last = heading.at(-1)
  return last === undefined ? '' : `§${last}`
}

/** "K-200 manual.pdf · p. 41". */
export const sourceTitle = (t: Words<'sources'>, source: Source): string =>
  [source.document, sourcePlace(t, source)].filter((part) => part !== '').join(' · ')

const shown = 90

/** The beginning of what is quoted, in quotation marks. */
export function quotedBeginning(text: string): string {
  const flat = text
    .replaceAll(/^#{1,6}\s+/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return `“${flat.length > shown ? `${flat.slice(0, shown).trimEnd()}…` : flat}”`
}
