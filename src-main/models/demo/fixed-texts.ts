// Token by token: each piece is one token of its own and leads to the next, so no piece may occur twice in all texts together.

/** Said when the last user turn has no passages. */
export const noPassagesAnswer = [
  'I am',
  ' the built-in',
  ' demo model:',
  ' I can',
  ' only quote',
  ' from your',
  ' documents.',
  ' Add documents,',
  ' or download',
  ' a real',
  ' model.',
] as const

/** Written between <think> and </think>, if the model was built to think. */
export const thought = ['\nI look', ' for the', ' sentence that', ' shares most', ' words with', ' the question.\n'] as const

export const AFTER_THOUGHT = '\n\n'

const MAX_PASSAGES = 20
const passageNumbers: readonly number[] = Array.from({ length: MAX_PASSAGES }, (_, index) => index + 1)

/** What begins each passage of the prompt, one token each. */
export const passageMarkers: readonly string[] = passageNumbers.map((number) => `\n[${number}] `)

/** What follows a quotation, one token each. */
export const citations: readonly string[] = passageNumbers.map((number) => ` [${number}]`)
