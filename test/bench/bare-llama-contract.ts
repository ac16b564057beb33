import { z } from 'zod'
import { promptMessage } from '../../src-shared/engine/llama.ts'

export const bareLoad = z.object({ path: z.string(), contextSize: z.int(), threads: z.int(), sequences: z.int() })

export const bareQuestion = z.object({
  messages: z.array(promptMessage),
  maxTokens: z.int(),
  temperature: z.number(),
  topP: z.number(),
  topK: z.int(),
})

export const bareAnswer = z.object({
  /** From the call to the first piece of text. */
  firstMs: z.number(),
  /** All tokens but the first, by the time from the first piece to the last. */
  tokensPerSecond: z.number(),
  promptTokens: z.int(),
  completionTokens: z.int(),
})
export type BareQuestion = z.infer<typeof bareQuestion>
export type BareAnswer = z.infer<typeof bareAnswer>
