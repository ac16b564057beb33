import type { Place } from '../rows/place.ts'

/** A place in English, for the command line and for files: `slide 4`, `sheet Prices, rows 12 to 30`; '' where there is none. */
export function placeText(place: Place | null | undefined): string {
  switch (place?.kind) {
    case 'slide':
      return `slide ${place.number}`
    case 'sheet':
      return `sheet ${place.name}, ${range('row', place.row, place.row_end)}`
    case 'row':
      return range('row', place.row, place.row_end)
    case 'line':
      return range('line', place.line, place.line_end)
    case 'path':
      return place.path
    case 'chapter':
      return `chapter ${place.title}`
    case 'message':
      return [`message ${place.number}`, place.subject, place.from].filter((part) => part !== '').join(', ')
    case undefined:
      return ''
  }
}

const range = (noun: string, from: number, to: number): string => (from === to ? `${noun} ${from}` : `${noun}s ${from} to ${to}`)
