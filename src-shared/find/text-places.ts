import { foldText } from './fold-text.ts'
import type { TextRange } from './match-terms.ts'

/** Where the text has the other, whatever the case and the accents of both, in UTF-16 units of the text as it stands. */
export function textPlaces(text: string, wanted: string): TextRange[] {
  const needle = foldText(wanted)
  if (needle === '') return []
  const { folded, starts } = foldWithPlaces(text)
  const places: TextRange[] = []
  for (let at = folded.indexOf(needle); at !== -1; at = folded.indexOf(needle, at + needle.length))
    places.push([starts[at] ?? 0, starts[at + needle.length] ?? text.length])
  return places
}

/** Folded letter by letter, with the place each came from. */
function foldWithPlaces(text: string): { readonly folded: string; readonly starts: readonly number[] } {
  let folded = ''
  const starts: number[] = []
  let at = 0
  for (const letter of text) {
    const each = foldText(letter)
    folded += each
    for (let n = 0; n < each.length; n++) starts.push(at)
    at += letter.length
  }
  return { folded, starts }
}
