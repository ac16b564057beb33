import type { Source } from '../../src-shared/rows/message.ts'

/** "p. 41", "§Wear parts", or nothing for a document without either. */
export function sourcePlace({ page, heading }: Pick<Source, 'page' | 'heading'>): string {
  if (page !== null) return `p. ${page}`
  const last = heading.at(-1)
  return last === undefined ? '' : `§${last}`
}

const shown = 90

/** The beginning of what is quoted, in quotation marks. */
export function quotedBeginning(text: string): string {
  const flat = text
    .replaceAll(/^#{1,6}\s+/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return `“${flat.length > shown ? `${flat.slice(0, shown).trimEnd()}…` : flat}”`
}
