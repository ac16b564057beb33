import { type ChatEvent, chatError } from '../../src-shared/desktop/chat.ts'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import { addTimings } from './add-timings.ts'
import type { ChatDeps } from './chat-deps.ts'
import { createEventQueue, type EventQueue } from './event-queue.ts'
import { generateReply, type ReplyFacts, type ReplyTask } from './generate-reply.ts'
import { updateMessage } from './messages.ts'
import { keepReplyText } from './reply-text.ts'
import type { Started } from './start-reply.ts'
import { createStoreLater, type StoreLater } from './store-later.ts'

interface Run {
  readonly conversationId: string
  readonly modelId: string
  readonly controller: AbortController
  readonly finished: Promise<void>
}

export type ReplyChoices = Pick<ReplyTask, 'model' | 'collectionIds' | 'think'>

export interface ReplyRuns extends AsyncDisposable {
  /** One answer at a time in a conversation. */
  assertFree(conversationId: string): void
  /** Makes the answer whether or not anybody follows it. */
  start(started: Started, choices: ReplyChoices): AsyncIterable<ChatEvent>
  stop(messageId: string): Promise<void>
  isUsing(modelId: string): boolean
  /** Whether any answer is being written. */
  isBusy(): boolean
  /** Every answer ends in its row. */
  stopAll(): Promise<void>
  /** Those of one conversation. */
  stopIn(conversationId: string): Promise<void>
}

/** The answers being written now. Each one ends in a stored row, whatever happens. */
export function createReplyRuns(deps: ChatDeps): ReplyRuns {
  const runs = new Map<string, Run>()
  const unstored = createStoreLater(deps.onFault)

  function start(started: Started, choices: ReplyChoices): AsyncIterable<ChatEvent> {
    const { reply } = started
    const queue = createEventQueue<ChatEvent>()
    const controller = new AbortController()
    queue.push({ type: 'saved', ...started })
    const finished = write(deps, { reply, choices, queue, unstored }, controller.signal).finally(() => runs.delete(reply.id))
    runs.set(reply.id, { conversationId: reply.conversation_id, modelId: choices.model.id, controller, finished })
    return queue.follow()
  }

  async function stop(messageId: string): Promise<void> {
    const run = runs.get(messageId)
    run?.controller.abort(new AppError(rpcError.aborted))
    await run?.finished
  }

  async function stopAll(): Promise<void> {
    await Promise.all([...runs.keys()].map((id) => stop(id)))
  }

  return {
    start,
    stop,
    isBusy: () => runs.size > 0,
    isUsing: (modelId) => [...runs.values()].some((run) => run.modelId === modelId),
    assertFree(conversationId) {
      const isBusy = [...runs.values()].some((run) => run.conversationId === conversationId)
      if (isBusy) throw new AppError(chatError.busy, { id: conversationId })
    },
    stopAll,
    async stopIn(conversationId) {
      await Promise.all([...runs].filter(([, run]) => run.conversationId === conversationId).map(([id]) => stop(id)))
    },
    async [Symbol.asyncDispose]() {
      await stopAll()
      await unstored[Symbol.asyncDispose]()
    },
  }
}

interface Writing {
  readonly reply: MessageRow
  readonly choices: ReplyChoices
  readonly queue: EventQueue<ChatEvent>
  readonly unstored: StoreLater
}

async function write(deps: ChatDeps, { reply, choices, queue, unstored }: Writing, signal: AbortSignal): Promise<void> {
  const startedMs = performance.now()
  using text = keepReplyText(deps, reply)
  const facts: ReplyFacts = {
    timings: {},
    prompt_tokens: null,
    completion_tokens: reply.completion_tokens,
    isCutShort: false,
  }
  let ending: Ending = { status: 'complete', fault: null }
  try {
    await generateReply(deps, { reply, ...choices, text, tell: queue.push, facts, startedMs }, signal)
    if (facts.isCutShort) ending = { status: 'stopped', fault: { code: chatError.lengthLimit } }
    if (signal.aborted) ending = { status: 'stopped', fault: null }
  } catch (error) {
    ending = endingOf(error, signal, text.text !== '')
    if (!(error instanceof AppError) && !signal.aborted) deps.onFault('chat.generate', error)
  }
  facts.timings.total = performance.now() - startedMs
  const { isCutShort: _, ...figures } = { ...facts, timings: addTimings(reply, facts.timings) }
  const final = { ...ending, ...figures, text: text.text, thought: text.thought || null }
  try {
    queue.push({ type: 'done', reply: finish(deps, reply.id, final) })
    queue.end()
  } catch (error) {
    // Whoever follows hears why now; the words are stored as soon as they can be.
    queue.end(error)
    unstored.keep(() => finish(deps, reply.id, final))
  }
}

type Ending = Pick<MessageRow, 'status' | 'fault'>

/** Stopped is what the person wanted; interrupted has words worth going on from; failed has none. */
function endingOf(error: unknown, signal: AbortSignal, hasText: boolean): Ending {
  if (signal.aborted) return { status: 'stopped', fault: null }
  const fault = error instanceof AppError ? { code: error.code, data: error.data } : { code: rpcError.internal }
  return { status: hasText ? 'interrupted' : 'failed', fault }
}

type FinalFields = Ending & Omit<ReplyFacts, 'isCutShort'> & Pick<MessageRow, 'text' | 'thought'>

function finish({ db, now }: ChatDeps, replyId: string, { timings, ...fields }: FinalFields): MessageRow {
  const rounded = Object.fromEntries(
    Object.entries(timings).flatMap(([stage, ms]) => (ms === undefined ? [] : [[stage, Math.round(ms * 10) / 10]])),
  )
  return db.transact((tx) => updateMessage(tx, replyId, { ...fields, timings: rounded, updated_at: now() }))
}
