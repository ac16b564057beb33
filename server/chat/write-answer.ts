import type { AnswerStatus } from '../../src-shared/api/chat.ts'
import { chatError } from '../../src-shared/desktop/chat.ts'
import type { GenerateEvent, PromptMessage } from '../../src-shared/engine/llama.ts'
import { nothingFound, serverRules } from '../../src-shared/retrieval/build-prompt.ts'
import { type FittedPrompt, fitContext } from '../../src-shared/retrieval/fit-context.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import type { Begun, Generation } from '../engines/generator.ts'
import type { FoundPassages } from './find-passages.ts'

export interface AnswerToWrite {
  readonly generation: Generation
  readonly modelId: string
  /** Of whom and in which session. */
  readonly conversationId: string
  readonly question: string
  readonly earlier: readonly PromptMessage[]
  readonly found: FoundPassages
  readonly temperature: number
  readonly answerTokens: number
  readonly tell: (text: string) => void
}

export interface WrittenAnswer {
  readonly text: string
  readonly status: AnswerStatus
  /** Null: none was needed. */
  readonly model: string | null
  /** How many of the passages the prompt held, the best first. */
  readonly sources: number
  readonly promptTokens: number
  readonly completionTokens: number
}

/**
 * Waits for its turn and writes. Stopped by the signal it returns what there is. Errors: `MESSAGE_TOO_LONG`, `MODEL_UNAVAILABLE`, and
 * `aborted` before its turn had come.
 */
export async function writeAnswer(task: AnswerToWrite, signal: AbortSignal): Promise<WrittenAnswer> {
  using generation = task.generation
  if (hasNothingToSay(task)) return sayNothingFound(task)
  const begun = await generation.begin(signal)
  const maxTokens = Math.min(task.answerTokens, Math.floor(begun.contextTokens / 4))
  const prompt = await fitPrompt(task, { begun, maxTokens })
  const { conversationId, temperature } = task
  const { text, end } = await hear(begun.write({ conversationId, messages: prompt.messages, maxTokens, temperature }), task.tell)
  return {
    text,
    ...{ status: statusOf(end), model: task.modelId, sources: prompt.sources },
    promptTokens: end?.prompt_tokens ?? prompt.tokens,
    completionTokens: end?.completion_tokens ?? 0,
  }
}

interface Heard {
  text: string
  /** Absent when the model was stopped and did not end in time, for which it is not waited. */
  end?: EndEvent
}

async function hear(events: AsyncIterable<GenerateEvent>, tell: (text: string) => void): Promise<Heard> {
  const heard: Heard = { text: '' }
  try {
    for await (const event of events) {
      if (event.type === 'end') heard.end = event
      if (event.type !== 'text') continue
      heard.text += event.text
      tell(event.text)
    }
  } catch (error) {
    const isStopped = error instanceof AppError && error.code === rpcError.aborted
    // Whoever asked has heard this much.
    if (!isStopped || heard.text === '') throw error
  }
  return heard
}

type EndEvent = Extract<GenerateEvent, { type: 'end' }>

/** Where the documents were asked and have nothing, and nothing was said before that the question could refer to. */
const hasNothingToSay = ({ found, earlier }: AnswerToWrite): boolean =>
  found.documents === 'searched' && found.sources.length === 0 && earlier.length === 0

function sayNothingFound({ tell }: AnswerToWrite): WrittenAnswer {
  tell(nothingFound)
  return { text: nothingFound, status: 'complete', model: null, sources: 0, promptTokens: 0, completionTokens: 0 }
}

interface Fitting {
  readonly begun: Begun
  readonly maxTokens: number
}

async function fitPrompt({ question, earlier, found }: AnswerToWrite, { begun, maxTokens }: Fitting): Promise<FittedPrompt> {
  const parts = {
    ...{ rules: serverRules, systemPrompt: '', history: earlier, question },
    ...{ sources: found.sources.map(({ content }) => ({ text: content })), searched: found.documents === 'searched' },
  }
  try {
    return await fitContext(parts, { contextSize: begun.contextTokens, answerTokens: maxTokens }, begun.count)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== chatError.questionTooLong) throw error
    throw new AppError('MESSAGE_TOO_LONG', error.data, { cause: error })
  }
}

function statusOf(end: EndEvent | undefined): AnswerStatus {
  if (end?.stop === 'length') return 'cut'
  return end?.stop === 'end' ? 'complete' : 'interrupted'
}
