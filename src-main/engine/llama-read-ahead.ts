import type { Token } from 'node-llama-cpp'
import type { z } from 'zod'
import type { llama as contract } from '../../src-shared/engine/llama.ts'
import type { LoadedLlama } from './llama-load.ts'
import { buildPrompt } from './llama-prompt.ts'
import { readPrompt } from './llama-read-prompt.ts'

type Request = z.output<typeof contract.read.input>

interface ReadAheadOptions {
  readonly loaded: LoadedLlama
  readonly signal: AbortSignal
}

/** What is left for a question and its answer must be at least so much of the context. */
const shareLeft = 1 / 4

/** Evaluates the beginning that all prompts with these messages and one more question have in common. Answers the tokens that are in memory then. */
export async function readAhead(request: Request, { loaded, signal }: ReadAheadOptions): Promise<{ tokens: number }> {
  const promptWith = (question: string): Token[] =>
    buildPrompt(loaded, {
      messages: [...request.messages, { role: 'user', text: question }],
      think: request.think,
      continueFrom: '',
      functions: undefined,
    }).tokens
  // Where templates put what is up to them; two questions tell.
  const tokens = promptWith('A')
  const other = promptWith('B')
  const common = tokens.findIndex((token, at) => token !== other[at])
  if (common <= 0 || common > loaded.contextSize * (1 - shareLeft) || signal.aborted) return { tokens: 0 }
  const alike = (slot: ReturnType<typeof loaded.slots.take>): number => slot.compareContextTokens(tokens).firstDifferentIndex
  const sequence = loaded.slots.take(request.conversation_id, alike)
  await readPrompt(sequence, tokens.slice(0, common + 1), { pieceSize: loaded.pieceSize, signal, onProgress() {} })
  return { tokens: common }
}
