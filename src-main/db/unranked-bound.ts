/** Entries of lists of words, with their places, that may be read before a phrase counts as nowhere: some fifty milliseconds. */
const placesBudget = 100_000
const mostRows = 50_000

/**
 * How many of the newest rows are looked through where all words are so common that nothing is ranked: a phrase of them may be nowhere, and
 * every one of its words is read in all of its rows.
 */
export const unrankedBound = (wordsInRow: number): number => Math.min(mostRows, Math.floor(placesBudget / wordsInRow))
