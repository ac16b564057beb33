import type { Place } from '../../src-shared/rows/place.ts'
import type { Words } from './use-words.ts'

type T = Words<'places'>

/** "slide 4", "Sheet ‘Prices’, rows 12–30", or nothing where pages or headings tell it. */
export function passagePlace(t: T, place: Place | null | undefined): string {
  switch (place?.kind) {
    case 'slide':
      return t('slide', { number: place.number })
    case 'sheet':
      return t('sheet', { name: place.name, rows: rowWords(t, place) })
    case 'row':
      return rowWords(t, place)
    case 'line':
      return place.line === place.line_end
        ? t('line', { line: place.line })
        : t('lines', { line: place.line, end: place.line_end })
    case 'path':
      return place.path
    case 'chapter':
      return t('chapter', { title: place.title })
    case 'message':
      return messageWords(t, place)
    case undefined:
      return ''
  }
}

const rowWords = (t: T, { row, row_end: end }: { readonly row: number; readonly row_end: number }): string =>
  row === end ? t('row', { row }) : t('rows', { row, end })

function messageWords(t: T, { subject, from, date }: Extract<Place, { kind: 'message' }>): string {
  const parts = [
    subject === '' ? '' : t('message', { subject }),
    from === '' ? '' : t('from', { from: from.replace(/\s*<[^<>]*>$/, '') }),
    date === null ? '' : t('date', { at: date }),
  ]
  return parts.filter((part) => part !== '').join(', ')
}
