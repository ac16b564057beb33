import { chatSentences } from './de/chat-sentences.ts'
import { contextSentences } from './de/context-sentences.ts'
import { modelSentences } from './de/model-sentences.ts'
import { parserSentences } from './de/parser-sentences.ts'
import { serverSentences } from './de/server-sentences.ts'
import { startSentences } from './de/start-sentences.ts'
import type { SentenceKey } from './sentence-keys.ts'

/** The same in German. A code without its sentence does not compile. */
export const germanSentences = {
  ...startSentences,
  ...modelSentences,
  ...chatSentences,
  ...contextSentences,
  ...parserSentences,
  ...serverSentences,
} as const satisfies Record<SentenceKey, string>
