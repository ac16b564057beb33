import { getLlama, LlamaChatSession, QwenChatWrapper } from 'node-llama-cpp'

export interface OpenedModel extends AsyncDisposable {
  /** A conversation with an empty context. */
  converse(options?: { readonly systemPrompt?: string; readonly thoughts?: 'discourage' }): LlamaChatSession
}

/** A Qwen3 file in llama.cpp itself: one thread, no GPU, one conversation at a time. */
export async function openModel(
  modelPath: string,
  { contextSize = 4096 }: { readonly contextSize?: number } = {},
): Promise<OpenedModel> {
  const llama = await getLlama({ build: 'never', gpu: false, maxThreads: 1 })
  const model = await llama.loadModel({ modelPath })
  const context = await model.createContext({ contextSize, threads: 1, flashAttention: false })
  const sequence = context.getSequence()
  return {
    converse({
      systemPrompt,
      thoughts = 'auto',
    }: {
      readonly systemPrompt?: string
      readonly thoughts?: 'auto' | 'discourage'
    } = {}) {
      return new LlamaChatSession({
        contextSequence: sequence,
        chatWrapper: new QwenChatWrapper({ variation: '3', thoughts }),
        ...(systemPrompt === undefined ? {} : { systemPrompt }),
      })
    },
    async [Symbol.asyncDispose]() {
      await context.dispose()
      await model.dispose()
      await llama.dispose()
    },
  }
}

export interface Reply {
  readonly text: string
  readonly thought: string
  readonly stopReason: string
}

/** Asks at temperature 0; what is thought and what is said, whole. */
export async function ask(session: LlamaChatSession, question: string): Promise<Reply> {
  const { response, responseText, stopReason } = await session.promptWithMeta(question, { temperature: 0, maxTokens: 700 })
  const segments = response.filter((part) => typeof part === 'object' && part.type === 'segment')
  return { text: responseText, thought: segments.map((part) => part.text).join(''), stopReason }
}
