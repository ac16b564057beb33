/** A text without its white space, and where each of its characters stands in the text. */
export interface SqueezedText {
  readonly text: string
  readonly at: readonly number[]
}

/** Reading a page puts only white space between what is drawn on it, so that without it both are the same. */
export function squeeze(text: string): SqueezedText {
  const at: number[] = []
  for (let index = 0; index < text.length; index++) if (!isSpace(text.charCodeAt(index))) at.push(index)
  return { text: text.replaceAll(/\s+/g, ''), at }
}

const isSpace = (unit: number): boolean => (unit <= 32 || unit >= 160 ? /\s/.test(String.fromCharCode(unit)) : false)
