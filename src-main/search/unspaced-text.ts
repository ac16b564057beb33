/** The trigram index knows three characters in a row; in Chinese two are a word. */
const indexed = 3

/** Runs of texts written without spaces that the index knows. */
export const longRuns = (texts: readonly string[]): string[] =>
  texts.flatMap(characterRuns).filter((run) => [...run].length >= indexed)

/** Every three characters in a row, as the index writes them. */
export const trigramsOf = (runs: readonly string[]): string[] => [
  ...new Set(
    runs.flatMap((run) => {
      const characters = [...run.toLowerCase()]
      return characters.slice(0, characters.length - indexed + 1).map((_, at) => characters.slice(at, at + indexed).join(''))
    }),
  ),
]

/** What has to be looked for in the texts themselves. */
export const likeTerms = (text: string): string[] => characterRuns(text).filter((run) => [...run].length < indexed)

const characterRuns = (text: string): string[] => text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []

export const quote = (text: string): string => `"${text}"`
