import {
  type ChatHistoryItem,
  type ChatModelFunctions,
  type ChatModelSegment,
  type ChatWrapper,
  GeneralChatWrapper,
  LlamaText,
  QwenChatWrapper,
  resolveChatWrapper,
  SpecialTokensText,
  type Token,
} from 'node-llama-cpp'
import type { PromptMessage } from '../../src-shared/engine/llama.ts'
import type { LoadedLlama } from './llama-load.ts'

export interface PromptOptions {
  readonly messages: readonly PromptMessage[]
  readonly continueFrom: string
  readonly think: boolean
  readonly functions: ChatModelFunctions | undefined
}

/** What a model is to go on from, in the form of its template. */
export interface Prompt {
  readonly wrapper: ChatWrapper
  readonly history: ChatHistoryItem[]
  readonly tokens: Token[]
}

export function buildPrompt({ model, architecture }: LoadedLlama, options: PromptOptions): Prompt {
  const { think, functions } = options
  const isQwen = architecture.startsWith('qwen3')
  const wrapper = isQwen ? qwenWrapper : (resolveChatWrapper(model) ?? new GeneralChatWrapper())
  const history = toHistory(options, isQwen && !think ? [noThought] : [])
  const { contextText } = wrapper.generateContextState({
    chatHistory: history,
    ...(functions && { availableFunctions: functions }),
  })
  return { wrapper, history, tokens: contextText.tokenize(model.tokenizer) }
}

/**
 * The empty thought that tells a Qwen model not to think. Its own template gives it to the newest answer only; here every
 * answer of the conversation has it, so that a next turn begins with exactly the tokens that are in memory already.
 */
const noThought: ChatModelSegment = {
  type: 'segment',
  segmentType: 'thought',
  ended: true,
  text: '\n\n',
  raw: LlamaText(new SpecialTokensText('<think>\n\n</think>\n\n')).toJSON(),
}

const qwenWrapper = new QwenChatWrapper({ variation: '3', thoughts: 'auto', keepOnlyLastThought: false })

function toHistory({ messages, continueFrom }: PromptOptions, beforeAnswer: readonly ChatModelSegment[]): ChatHistoryItem[] {
  const answer = (text: string): ChatHistoryItem => ({
    type: 'model',
    response: text === '' ? [...beforeAnswer] : [...beforeAnswer, text],
  })
  const history = messages.map(({ role, text }): ChatHistoryItem => (role === 'assistant' ? answer(text) : { type: role, text }))
  return [...history, answer(continueFrom)]
}
