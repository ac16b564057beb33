import { foldText } from './fold-text.ts'

/** How often the text has the other, whatever the case and the accents of both. */
export function countText(text: string, wanted: string): number {
  const needle = foldText(wanted)
  if (needle === '') return 0
  const folded = foldText(text)
  let count = 0
  for (let at = folded.indexOf(needle); at !== -1; at = folded.indexOf(needle, at + needle.length)) count++
  return count
}
