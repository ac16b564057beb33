import { getLlama, LlamaChat, type LlamaContextSequence, QwenChatWrapper } from 'node-llama-cpp'
import { z } from 'zod'
import { type BareAnswer, type BareQuestion, bareLoad, bareQuestion } from './bare-llama-contract.ts'
import { answerMessages } from './bare-process.ts'

/**
 * node-llama-cpp as its own guide drives it: one model, one context, a `LlamaChat` for each question; attention as the product chooses it on a
 * processor, so that what is compared is the product and not a setting. Run by `startBare`.
 */
const sequences: LlamaContextSequence[] = []

answerMessages(async (input) => {
  const message = z.union([bareLoad, bareQuestion]).parse(input)
  return 'path' in message ? load(message) : ask(message)
})

async function load({ path, contextSize, threads, sequences: count }: z.infer<typeof bareLoad>): Promise<BareAnswer> {
  const llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, maxThreads: 0 })
  const model = await llama.loadModel({ modelPath: path, gpuLayers: 0 })
  const context = await model.createContext({ contextSize, threads, sequences: count, batchSize: 512, flashAttention: false })
  sequences.push(context.getSequence())
  return { firstMs: 0, tokensPerSecond: 0, promptTokens: 0, completionTokens: 0 }
}

async function ask({ messages, maxTokens, temperature, topP, topK }: BareQuestion): Promise<BareAnswer> {
  const [sequence] = sequences
  if (!sequence) throw new Error('no model was loaded')
  const startedAt = performance.now()
  let firstAt: number | undefined
  const before = { ...sequence.tokenMeter.getState() }
  const chatWrapper = new QwenChatWrapper({ variation: '3', thoughts: 'discourage' })
  const chat = new LlamaChat({ contextSequence: sequence, chatWrapper })
  const history = messages.map(({ role, text }) =>
    role === 'assistant' ? { type: 'model' as const, response: [text] } : { type: role, text },
  )
  await chat.generateResponse([...history, { type: 'model', response: [] }], {
    ...{ maxTokens, temperature, topP, topK, repeatPenalty: false as const },
    onResponseChunk({ type, text }) {
      if (type !== 'segment' && text !== '') firstAt ??= performance.now()
    },
  })
  const endedAt = performance.now()
  const promptTokens = sequence.nextTokenIndex
  chat.dispose({ disposeSequence: false })
  const completionTokens = sequence.tokenMeter.usedOutputTokens - before.usedOutputTokens
  const writingMs = endedAt - (firstAt ?? endedAt)
  return {
    firstMs: (firstAt ?? endedAt) - startedAt,
    tokensPerSecond: ((completionTokens - 1) * 1000) / writingMs,
    promptTokens: promptTokens - completionTokens,
    completionTokens,
  }
}
