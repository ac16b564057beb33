import type { LlamaContextSequence } from 'node-llama-cpp'
import type { z } from 'zod'
import { type llama as contract, type GenerateEvent, llamaError } from '../../src-shared/engine/llama.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { createAnswerText } from './answer-text.ts'
import type { GenerateTally } from './generate-tally.ts'
import type { Backend } from './llama-backend.ts'
import { assertFits, functionsFor, grammarFor } from './llama-constraints.ts'
import type { LoadedLlama } from './llama-load.ts'
import { buildPrompt, type Prompt } from './llama-prompt.ts'
import { readPrompt } from './llama-read-prompt.ts'
import { type Written, writeAnswer } from './llama-write.ts'

export type GenerateRequest = z.output<typeof contract.generate.input>

export interface GenerateOptions {
  readonly backend: Backend
  readonly loaded: LoadedLlama
  readonly tally: GenerateTally
  readonly signal: AbortSignal
  readonly emit: (event: GenerateEvent) => void
}

/** At least so much of the context is kept for the answer, if more than that was asked for. */
const shareForAnswer = 1 / 8

/** Reads the prompt and writes the answer as events; the last one is `end`. Errors: `llama.prompt_too_long`, `llama.bad_schema`. */
export async function generate(request: GenerateRequest, options: GenerateOptions): Promise<void> {
  const { backend, loaded, tally, signal, emit } = options
  const functions = functionsFor(request.tools)
  const grammar = request.schema && (await grammarFor(backend.llama, request.schema))
  const prompt = buildPrompt(loaded, {
    messages: request.messages,
    continueFrom: request.continue_from ?? '',
    // What must fit a schema cannot begin with a thought.
    think: request.think && !grammar,
    functions,
  })
  const maxTokens = roomFor(prompt, request.max_tokens, loaded.contextSize)
  const sequence = loaded.slots.take(
    request.conversation_id,
    (candidate) => candidate.compareContextTokens(prompt.tokens).firstDifferentIndex,
  )
  await read(sequence, prompt, options)

  const answer = createAnswerText({ beginning: request.continue_from ?? '' })
  const sampledBefore = sequence.tokenMeter.usedOutputTokens
  const written = await writeAnswer(sequence, {
    prompt,
    sampling: request.sampling,
    maxTokens,
    grammar,
    functions,
    signal,
    onChunk(chunk) {
      tally.wrote(sequence.tokenMeter.usedOutputTokens - sampledBefore)
      for (const event of answer.add(chunk.type === 'segment' ? 'thought' : 'text', chunk.text)) emit(event)
    },
  })
  tally.wrote(sequence.tokenMeter.usedOutputTokens - sampledBefore)
  const stop = stopOf(written)
  if (grammar && stop === 'end') assertFits(grammar, answer.text())
  const calls = written.functionCalls ?? []
  for (const { functionName, params } of calls) emit({ type: 'tool_call', name: functionName, arguments: params })
  emit(tally.end(stop))
}

/** Tokens the answer may have, for a prompt is never cut to make room. */
function roomFor({ tokens }: Prompt, maxTokens: number, contextSize: number): number {
  const limit = contextSize - Math.min(maxTokens, Math.floor(contextSize * shareForAnswer))
  if (tokens.length > limit) throw new AppError(llamaError.promptTooLong, { tokens: tokens.length, limit })
  // At one token less the library would begin to throw away the start of the conversation.
  return Math.min(maxTokens, contextSize - tokens.length - 2)
}

async function read(sequence: LlamaContextSequence, { tokens }: Prompt, options: GenerateOptions): Promise<void> {
  const { loaded, tally, signal, emit } = options
  const total = tokens.length
  tally.startReading(total)
  await readPrompt(sequence, tokens, {
    pieceSize: loaded.pieceSize,
    signal,
    onProgress({ done, reused, evaluated }) {
      // The last token is read by the first step of writing.
      const isRead = done === total - 1
      tally.read(isRead ? evaluated + 1 : evaluated)
      emit({ type: 'reading', done: isRead ? total : done, total, reused })
    },
  })
}

function stopOf({ metadata: { stopReason } }: Written): 'end' | 'length' | 'aborted' | 'tool_call' {
  if (stopReason === 'maxTokens') return 'length'
  if (stopReason === 'abort') return 'aborted'
  return stopReason === 'functionCalls' ? 'tool_call' : 'end'
}
