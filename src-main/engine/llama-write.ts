import {
  type ChatModelFunctions,
  LlamaChat,
  type LlamaChatResponse,
  type LlamaChatResponseChunk,
  type LlamaContextSequence,
} from 'node-llama-cpp'
import type { Sampling } from '../../src-shared/engine/llama.ts'
import type { AnswerGrammar } from './llama-constraints.ts'
import type { Prompt } from './llama-prompt.ts'

export interface WriteOptions {
  readonly prompt: Prompt
  readonly sampling: Sampling
  readonly maxTokens: number
  readonly grammar: AnswerGrammar | undefined
  readonly functions: ChatModelFunctions | undefined
  readonly signal: AbortSignal
  readonly onChunk: (chunk: LlamaChatResponseChunk) => void
}

export type Written = LlamaChatResponse<ChatModelFunctions>

/** Writes an answer to a prompt that is read already. A stop gives what was written until then. */
export async function writeAnswer(sequence: LlamaContextSequence, options: WriteOptions): Promise<Written> {
  const { prompt, sampling, maxTokens, grammar, functions, signal, onChunk } = options
  const { temperature, top_p: topP, top_k: topK, min_p: minP, repeat_penalty: penalty, seed } = sampling
  const chat = new LlamaChat({ contextSequence: sequence, chatWrapper: prompt.wrapper })
  try {
    return await chat.generateResponse<ChatModelFunctions>(prompt.history, {
      temperature,
      topP,
      topK,
      minP,
      repeatPenalty: penalty === 1 ? false : { penalty },
      ...(seed !== undefined && { seed }),
      ...(functions ? { functions, maxParallelFunctionCalls: 1 } : grammar && { grammar }),
      maxTokens,
      // A small model may think for ever; half of what it may write stays for the answer.
      budgets: { thoughtTokens: Math.ceil(maxTokens / 2) },
      signal,
      stopOnAbortSignal: true,
      onResponseChunk: onChunk,
    })
  } finally {
    chat.dispose({ disposeSequence: false })
  }
}
