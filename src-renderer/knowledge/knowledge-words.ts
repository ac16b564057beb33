import type { DocumentRow, ImportJobRow } from '../../src-shared/rows/knowledge.ts'
import { countText, manyText } from '../ui/figures.ts'

export const statusWords: Readonly<Record<DocumentRow['status'], string>> = {
  waiting: 'Next in line',
  reading: 'Reading',
  embedding: 'Preparing for search',
  ready: 'Ready',
  failed: 'Could not be read',
}

/** "12 of 200 · 3 could not be read". */
export function jobWords({ total, done, failed, unchanged }: ImportJobRow): string {
  const parts = [
    `${countText(done + failed + unchanged)} of ${countText(total)}`,
    unchanged > 0 ? `${countText(unchanged)} already there` : '',
    failed > 0 ? `${countText(failed)} could not be read` : '',
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

/** "38 documents · 1,204 pages · 9,871 passages". */
export function collectionWords(documents: readonly DocumentRow[]): string {
  const pages = sum(documents, ({ pages: count }) => count)
  const passages = sum(documents, ({ passages: count }) => count)
  const parts = [
    manyText(documents.length, 'document'),
    pages > 0 ? manyText(pages, 'page') : '',
    passages > 0 ? manyText(passages, 'passage') : '',
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

const sum = (documents: readonly DocumentRow[], count: (document: DocumentRow) => number | null): number =>
  documents.reduce((total, document) => total + (count(document) ?? 0), 0)
