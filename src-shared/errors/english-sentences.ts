import { chatSentences } from './en/chat-sentences.ts'
import { contextSentences } from './en/context-sentences.ts'
import { modelSentences } from './en/model-sentences.ts'
import { parserSentences } from './en/parser-sentences.ts'
import { serverSentences } from './en/server-sentences.ts'
import { startSentences } from './en/start-sentences.ts'
import type { SentenceKey } from './sentence-keys.ts'

/** What happened, what was kept, what to do; the command line speaks English only. A code without its sentence does not compile. */
export const englishSentences = {
  ...startSentences,
  ...modelSentences,
  ...chatSentences,
  ...contextSentences,
  ...parserSentences,
  ...serverSentences,
} as const satisfies Record<SentenceKey, string>
