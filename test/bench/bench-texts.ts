import { seeded } from '../helpers/seeded.ts'

const nouns = `harbour engine valve ledger garden window contract teacher river battery bridge invoice patient kitchen sensor
  library mountain ticket recipe warranty compiler glacier orchestra passport railway satellite tenant vaccine workshop zebra`.split(
  /\s+/,
)
const verbs = `opens repairs measures delays protects records replaces sells inspects cleans returns signs heats follows`.split(
  ' ',
)
const endings = `before the winter, after three days, without a permit, for a small fee, in the old town, under the lower deck,
  at the request of the owner, when the light turns green, twice a year, unless it rains`.split(/,\s+/)

/** English of a kind: every passage is of its own words and number, the same for the same seed, about 90 tokens long. */
export function makePassages(count: number, seed = 7): readonly string[] {
  const random = seeded(seed)
  const one = (words: readonly string[]): string => words[Math.floor(random() * words.length)] ?? ''
  const sentence = (): string => `The ${one(nouns)} of the ${one(nouns)} ${one(verbs)} the ${one(nouns)} ${one(endings)}.`
  return Array.from({ length: count }, (_, n) => [`Rule ${n} of ${nameOf(n)}.`, ...Array.from({ length: 6 }, sentence)].join(' '))
}

const syllables = ['ba', 'de', 'fi', 'go', 'ku', 'la', 'me', 'ni', 'ro', 'su']

/** A word that is in one passage only, so that a question can be about it. */
export const nameOf = (n: number): string =>
  `Q${String(n)
    .padStart(5, '0')
    .replaceAll(/\d/g, (digit) => syllables[Number(digit)] ?? '')}`
