/** Letters that are written from right to left, and signs that turn what stands beside them. */
const turning =
  /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/** Ends of lines and of isolation: a name that holds one would reach beyond itself. */
const reaching = /[\u0085\u2028\u2029\u2066-\u2069]/g

/** A name as it may stand in a sentence: it cannot turn the words around it, whatever it is written in. */
export const isolateText = (text: string): string =>
  turning.test(text) || text.search(reaching) >= 0 ? `\u2068${text.replaceAll(reaching, ' ')}\u2069` : text
