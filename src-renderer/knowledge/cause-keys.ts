import type { RouteCause } from '../../src-shared/desktop/search.ts'

/** Where the words of `playground.cause` are. */
export const causeKeys = {
  asked: 'asked',
  phrase: 'phrase',
  name: 'name',
  question: 'question',
  keywords: 'keywords',
  question_with_name: 'questionWithName',
} as const satisfies Record<RouteCause, string>
