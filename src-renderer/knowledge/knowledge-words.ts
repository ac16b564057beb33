import type { DocumentRow, ImportJobRow } from '../../src-shared/rows/knowledge.ts'
import type { Source } from '../../src-shared/rows/message.ts'
import { passagePlace } from '../language/passage-place.ts'
import type { Words } from '../language/use-words.ts'

type T = Words<'knowledge'>

export const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join(' · ')

/** "12 of 200 · 3 could not be read". */
export function jobWords(t: T, { total, done, failed, unchanged }: ImportJobRow): string {
  return joined([
    t('job.amount', { done: Math.min(total, done + failed), total }),
    unchanged > 0 ? t('job.unchanged', { count: unchanged }) : '',
    failed > 0 ? t('job.failed', { count: failed }) : '',
  ])
}

/** "38 documents · 1,204 pages · 9,871 passages · 214 MB". */
export function collectionWords(t: T, documents: readonly DocumentRow[]): string {
  const pages = sum(documents, ({ pages: count }) => count)
  const passages = sum(documents, ({ passages: count }) => count)
  const bytes = sum(documents, ({ size_bytes }) => size_bytes)
  return joined([
    t('documents', { count: documents.length }),
    pages > 0 ? t('pages', { count: pages }) : '',
    passages > 0 ? t('passages', { count: passages }) : '',
    bytes > 0 ? t('size', { value: bytes }) : '',
  ])
}

const sum = (documents: readonly DocumentRow[], count: (document: DocumentRow) => number | null): number =>
  documents.reduce((total, document) => total + (count(document) ?? 0), 0)

/** "page 41 · 7 Service, 7.3 Warranty", of what is known; a heading that the place names already comes once. */
export function placeWords(
  { t, places }: { readonly t: T; readonly places: Words<'places'> },
  { page, place, heading }: Pick<Source, 'page' | 'place' | 'heading'>,
): string {
  const where = page === null ? passagePlace(places, place) : t('page', { page })
  return joined([where, heading.filter((each) => !where.includes(each)).join(', ')])
}
