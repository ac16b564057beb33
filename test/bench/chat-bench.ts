import { type ChatEvent, chatError } from '../../src-shared/desktop/chat.ts'
import { defaultSettings, type Settings } from '../../src-shared/desktop/settings.ts'
import { newId } from '../../src-shared/ids.ts'
import { buildPrompt } from '../../src-shared/retrieval/build-prompt.ts'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { type CoreProcess, startCoreProcess } from '../helpers/core-process.ts'
import { type TempFolder, tempFolder } from '../helpers/temp-folder.ts'
import { type BareAnswer, type BareQuestion, bareAnswer } from './bare-llama-contract.ts'
import { startBare } from './bare-process.ts'

export interface ChatBench extends AsyncDisposable {
  readonly core: CoreProcess
  readonly folder: string
  /** A question in a conversation of its own, or in the one given, through the page's protocol to the last event. */
  ask(question: string, options?: AskOptions): Promise<Asked>
  loaded(): Promise<{ contextSize: number; threads: number; tokensPerSecond: number }>
}

export interface AskOptions {
  readonly conversationId?: string
  readonly collectionIds?: readonly string[]
  readonly onEvent?: (event: ChatEvent) => void
}

export interface Asked {
  readonly conversationId: string
  /** From the call to the first event of this kind; undefined when there was none. */
  readonly msTo: (type: ChatEvent['type']) => number | undefined
  readonly events: readonly ChatEvent[]
  readonly reply: MessageRow
}

/** Settings of every chat benchmark: the processor, a context of 4,096 tokens. */
const fixedSettings = { gpu: 'cpu', gpu_layers: 0, context_size: 4096 } as const

/** A real core in a process of its own on a fresh encrypted store, with this model as its default. */
export async function openChatBench(
  modelPath: string,
  settings: Partial<Settings>,
  folder: TempFolder = tempFolder(),
): Promise<ChatBench> {
  const core = await startCoreProcess(folder.path)
  const { api } = core
  const { id } = await api.models.import({ path: modelPath })
  await api.settings.change({ ...fixedSettings, ...settings, chat_model_id: id })
  return {
    core,
    folder: folder.path,
    ask: (question, options) => ask(core, question, options ?? {}),
    async loaded() {
      const loaded = await api.models.loaded()
      if (!loaded?.plan || loaded.context_size === null) throw new Error('no model is loaded')
      return {
        contextSize: loaded.context_size,
        threads: loaded.plan.threads,
        tokensPerSecond: loaded.tokens_per_s ?? Number.NaN,
      }
    },
    async [Symbol.asyncDispose]() {
      await core[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
    },
  }
}

async function ask({ api }: CoreProcess, text: string, options: AskOptions): Promise<Asked> {
  const conversationId = options.conversationId ?? newId()
  const input = { conversation_id: conversationId, message_id: newId(), reply_id: newId(), text }
  const collections = options.collectionIds ? { collection_ids: [...options.collectionIds] } : {}
  const times = new Map<ChatEvent['type'], number>()
  const events: ChatEvent[] = []
  const startedAt = performance.now()
  for await (const event of api.chat.send({ ...input, ...collections })) {
    if (!times.has(event.type)) times.set(event.type, performance.now() - startedAt)
    events.push(event)
    options.onEvent?.(event)
  }
  const done = events.find((event) => event.type === 'done')
  if (!done || isFailure(done.reply.fault)) throw new Error(`The answer failed: ${JSON.stringify(done?.reply.fault)}`)
  return { conversationId, events, reply: done.reply, msTo: (type) => times.get(type) }
}

/** Random weights never stop by themselves. */
const isFailure = (fault: MessageRow['fault']): boolean => fault !== null && fault.code !== chatError.lengthLimit

export interface BareChat extends AsyncDisposable {
  /** The prompt the core makes of this question, given to the library directly. */
  ask(question: string): Promise<BareAnswer>
}

/** node-llama-cpp in a Node process of its own, with the file, context, threads and sampling the core uses. */
export async function openBareChat(path: string, bench: ChatBench): Promise<BareChat> {
  const bare = startBare<object, BareAnswer>('bare-llama.ts', bareAnswer)
  const { contextSize, threads } = await bench.loaded()
  const { temperature, top_p: topP, top_k: topK, max_answer_tokens: maxTokens } = await bench.core.api.settings.get()
  await bare.ask({ path, contextSize, threads, sequences: 4 })
  return {
    ask(question) {
      const messages = buildPrompt({
        systemPrompt: defaultSettings.system_prompt,
        history: [],
        question,
        sources: [],
        searched: false,
      })
      return bare.ask({ messages, maxTokens, temperature, topP, topK } satisfies BareQuestion)
    },
    [Symbol.asyncDispose]: () => bare[Symbol.asyncDispose](),
  }
}
