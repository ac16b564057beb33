/** The trigram index knows three characters in a row; in Chinese two are a word. */
const indexed = 3

/** The full-text query of texts written without spaces; undefined when all of them are too short for the index. */
export function unspacedQuery(texts: readonly string[], match: 'all' | 'any'): string | undefined {
  const runs = texts.flatMap(characterRuns).filter((run) => [...run].length >= indexed)
  if (runs.length === 0) return undefined
  if (match === 'all') return runs.map(quote).join(' AND ')
  return [...new Set(runs.flatMap(trigrams))].map(quote).join(' OR ')
}

/** What has to be looked for in the texts themselves. */
export const likeTerms = (text: string): string[] => characterRuns(text).filter((run) => [...run].length < indexed)

const characterRuns = (text: string): string[] => text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []

function trigrams(run: string): string[] {
  const characters = [...run]
  return characters.slice(0, characters.length - indexed + 1).map((_, at) => characters.slice(at, at + indexed).join(''))
}

const quote = (text: string): string => `"${text}"`
