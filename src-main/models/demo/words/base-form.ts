import { commonWords, documentWords } from './english-words.ts'
import { inflect } from './inflect.ts'

/** The word of which a lower-case word is a form: tenants → tenant, allowed → allow. Of unknown words only a plural s is taken. */
export const baseForm = (word: string): string => baseForms.get(word) ?? word.replace(/^(.{3,}[^s])s$/, '$1')

const words = [...commonWords, ...documentWords].map((word) => word.toLowerCase())

/** A word of the lists is its own base, even if it looks like a form of another (meeting). */
const baseForms: ReadonlyMap<string, string> = new Map([
  ...words.flatMap((word) => inflect(word).map((form) => [form, word] as const)).reverse(),
  ...words.map((word) => [word, word] as const),
])
