import { parserSentence } from '../engine/parser-sentences.ts'
import { rpcError } from '../rpc/errors.ts'
import { chatSentences } from './chat-sentences.ts'
import { contextSentences } from './context-sentences.ts'
import { modelSentences } from './model-sentences.ts'
import type { Sentences } from './sentence.ts'
import { startSentences } from './start-sentences.ts'

const all: Sentences = { ...startSentences, ...modelSentences, ...chatSentences, ...contextSentences }

export interface Fault {
  readonly code: string
  readonly data?: unknown
}

/** What a person reads for an error: what happened, what was kept, what to do. Every code has one. */
export function errorSentence({ code, data }: Fault): string {
  const own = Object.hasOwn(all, code) ? all[code] : undefined
  return parserSentence(code, data) ?? (own ?? all[rpcError.internal])?.(data) ?? code
}

export const hasSentence = (code: string): boolean => Object.hasOwn(all, code) || code.startsWith('parser.')
