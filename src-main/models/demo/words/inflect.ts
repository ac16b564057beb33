/** Forms that an English word may have, itself not included; more than exist, which does no harm in a tokenizer. */
export function inflect(word: string): readonly string[] {
  if (!/^[a-z]{3,}$/.test(word)) return []
  return [...plural(word), ...verbForms(word)].filter((form) => form !== word)
}

function plural(word: string): string[] {
  if (endsInConsonantY(word)) return [`${word.slice(0, -1)}ies`]
  return [/(?:s|x|z|ch|sh|o)$/.test(word) ? `${word}es` : `${word}s`]
}

/** The past, the form in -ing, the person in -er, the adverb in -ly. */
function verbForms(word: string): string[] {
  const stem = stemOf(word)
  const past = endsInConsonantY(word) ? `${word.slice(0, -1)}i` : stem
  return [`${past}ed`, `${stem}ing`, `${past}er`, `${past}ers`, `${word}ly`]
}

/** stop → stopp, make → mak, ask → ask. */
function stemOf(word: string): string {
  if (word.endsWith('e')) return word.slice(0, -1)
  return /^[^aeiou]*[aeiou][bdgklmnprt]$/.test(word) ? word + word.slice(-1) : word
}

const endsInConsonantY = (word: string): boolean => /[^aeiou]y$/.test(word)
