import type { PromptMessage } from '../../src-shared/engine/llama.ts'
import type { CompactionRow } from '../../src-shared/rows/compaction.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import type { ChatDeps, ChatModel } from './chat-deps.ts'
import { listCompactions, putCompaction } from './compactions.ts'
import { summarise } from './summarise.ts'
import { cutTranscript, depthOf, saidOn } from './transcript.ts'

export interface CompactionTask {
  readonly id: string
  readonly conversationId: string
  /** The newest message the summary stands for. */
  readonly lastId: string
  /** The summary that is there for the messages further up; it is taken up. */
  readonly before: Pick<CompactionRow, 'text' | 'message_id'> | undefined
  readonly model: ChatModel
  readonly contextSize: number
  /** 0 gives the most likely summary; more, another one each time. */
  readonly temperature: number
  /** A longer conversation is not summarised by itself: it would keep its question waiting. */
  readonly mostPieces?: number
  readonly onProgress: (done: number, total: number) => void
}

/** Longer summaries leave less room for what they are made for. */
const longestSummary = 512

export const summaryTokens = (contextSize: number): number => Math.min(longestSummary, Math.floor(contextSize / 8))

/**
 * Has the loaded model summarise the messages and keeps the summary; undefined when there are too many of them. Nothing is
 * changed when it is aborted or fails. Errors: those of `summarise`, and of the engine.
 */
export async function writeCompaction(
  deps: ChatDeps,
  task: CompactionTask,
  signal: AbortSignal,
): Promise<CompactionRow | undefined> {
  const { model, contextSize, before, mostPieces = Number.POSITIVE_INFINITY } = task
  const maxTokens = summaryTokens(contextSize)
  const limit = contextSize - maxTokens
  const said = saidOn(deps.db, task.lastId, before?.message_id)
  // Room for the order itself and for the summary so far; what is still too long is halved.
  const pieces = cutTranscript(said, Math.floor((limit - maxTokens) * 0.8))
  if (pieces.length > mostPieces) return undefined
  const text = await summarise(
    { pieces, before: before?.text },
    {
      limit,
      count: (messages) => deps.engine.count(model.id, { messages: [...messages], think: false }, signal),
      write: (messages) => ask(deps, { task, messages, maxTokens }, signal),
      onProgress: (done) => task.onProgress(done, said.length),
    },
  )
  return keep(deps, task, text)
}

interface Asked {
  readonly task: CompactionTask
  readonly messages: readonly PromptMessage[]
  readonly maxTokens: number
}

async function ask({ engine }: ChatDeps, { task, messages, maxTokens }: Asked, signal: AbortSignal): Promise<string> {
  const input = {
    // No chat's own state in memory gives way to it.
    conversation_id: null,
    messages: [...messages],
    think: false,
    sampling: { temperature: task.temperature, top_p: 0.8, top_k: 20 },
    max_tokens: maxTokens,
  }
  let text = ''
  for await (const event of engine.generate(task.model.id, input, signal)) if (event.type === 'text') text += event.text
  if (signal.aborted) throw new AppError(rpcError.aborted, undefined, { cause: signal.reason })
  return text
}

function keep({ db, now }: ChatDeps, { id, conversationId, lastId, model }: CompactionTask, text: string): CompactionRow {
  const at = now()
  const written = { text, source: 'auto' as const, model_id: model.id, updated_at: at }
  return db.transact((tx) => {
    const messages = depthOf(tx, lastId)
    const known = listCompactions(tx, conversationId).find((each) => each.id === id)
    const row = known ?? { id, conversation_id: conversationId, message_id: lastId, messages, created_at: at }
    return putCompaction(tx, { ...row, ...written })
  })
}
