/** What was heard of an answer: how far into its text, and whether it is being followed. */
export interface Heard {
  readonly id: string
  readonly characters: number
}

const sentenceEnd = /[.!?…:][)"'”’]?(?=\s)|\n/g

/** Where the last whole sentence ends that begins at `from` or later; `from` when none has ended yet. */
export function heardUntil(text: string, from: number): number {
  let end = from
  for (const { index, 0: mark } of text.slice(from).matchAll(sentenceEnd)) end = from + index + mark.length
  return end
}

/** Words to be spoken: without citations, signs of Markdown and the lines of code. */
export const spokenWords = (text: string): string =>
  text
    .replaceAll(/\[\d{1,3}(?:\s?,\s?\d{1,3})*\]/g, '')
    .replaceAll(/^\s*(?:```.*|\|[-:| ]+\|)\s*$/gm, '')
    .replaceAll(/[*_`#>|~]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\s([.,;:!?])/g, '$1')
    .trim()
