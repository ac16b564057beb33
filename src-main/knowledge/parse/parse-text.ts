import { type DocumentParts, noParts } from './document-parts.ts'

/** A plain text is kept as it is; its place are its lines. */
export const parseText = (text: string): DocumentParts => ({
  ...noParts,
  title: null,
  text,
  places: [{ start: 0, place: { kind: 'line', line: 1, line_end: 1 } }],
})
