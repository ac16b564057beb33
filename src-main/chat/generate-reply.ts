import type { ChatEvent } from '../../src-shared/desktop/chat.ts'
import type { GenerateEvent } from '../../src-shared/engine/llama.ts'
import { withSubject } from '../../src-shared/retrieval/with-subject.ts'
import type { MessageRow, Timings } from '../../src-shared/rows/message.ts'
import { personaOf, samplingOf } from './answering-persona.ts'
import type { ChatDeps, ChatModel } from './chat-deps.ts'
import { type FoundSources, findSources } from './find-sources.ts'
import { inPercent } from './in-percent.ts'
import { branchTo, updateMessage } from './messages.ts'
import { nothingFoundIn } from './nothing-found.ts'
import { type PreparedPrompt, preparePrompt } from './prepare-prompt.ts'
import type { ReplyText } from './reply-text.ts'

export interface ReplyTask {
  readonly reply: MessageRow
  readonly model: ChatModel
  readonly collectionIds: readonly string[]
  readonly think: boolean
  readonly text: ReplyText
  readonly tell: (event: ChatEvent) => void
  readonly facts: ReplyFacts
  readonly startedMs: number
}

/** What is known of an answer besides its words, gathered on the way and stored with the final row. */
export interface ReplyFacts {
  timings: Timings
  prompt_tokens: number | null
  completion_tokens: number | null
  isCutShort: boolean
}

/** More messages than any context holds; a conversation of ten thousand is not read whole for its newest answer. */
export const longestBranch = 400

/** Retrieves, loads, builds the prompt and streams. Throws what went wrong; the words so far are in `task.text`. */
export async function generateReply(deps: ChatDeps, task: ReplyTask, signal: AbortSignal): Promise<void> {
  const branch = branchTo(deps.db, task.reply.id, longestBranch)
  const question = branch.at(-2)
  if (question === undefined) return
  const earlier = branch.slice(0, -2).flatMap(({ role, text }) => (role === 'user' ? text : []))
  const found = await retrieveFor(deps, { task, question: withSubject(question.text, earlier) }, signal)
  if (found) Object.assign(task.facts.timings, found.timings)
  const hasHistory = branch.length > 2
  if (found?.sources.length === 0 && task.text.text === '' && !hasHistory) sayNothingFound(deps, task)
  if (found?.sources.length === 0 && task.model.quotesOnly) return finishFixed(deps, task)

  // From loading to the last word in one go: two chats with two models would have them loaded for every step.
  using _ = await deps.engine.hold(task.model, signal)
  const { context_size } = await load(deps, task, signal)
  const prompt = await fit(deps, { task, branch, question: question.text, found, contextSize: context_size }, signal)
  const answering = deps.engine.generate(task.model.id, generation(deps, task, prompt), signal)
  for await (const event of answering) take(event, task)
}

interface Asked {
  readonly task: ReplyTask
  readonly question: string
}

async function retrieveFor(deps: ChatDeps, { task, question }: Asked, signal: AbortSignal): Promise<FoundSources | undefined> {
  const { reply, collectionIds } = task
  // An answer that goes on keeps the sources it began with: its citations number them.
  if (reply.search !== null) return { sources: reply.sources, search: reply.search, timings: {} }
  if (collectionIds.length === 0) return undefined
  task.tell({ type: 'searching' })
  // A model that can only quote has nothing to say to a beginning that nobody asked about.
  const attachedTo = task.model.quotesOnly ? null : reply.parent_id
  const found = await findSources(deps, { question, collectionIds, attachedTo }, signal)
  keepSources(deps, reply.id, found)
  task.tell({ type: 'sources', sources: [...found.sources], search: found.search })
  return found
}

function keepSources(
  { db, now }: ChatDeps,
  replyId: string,
  { sources, search }: Pick<FoundSources, 'sources' | 'search'>,
): void {
  db.transact((tx) => updateMessage(tx, replyId, { sources: [...sources], search, updated_at: now() }))
}

async function load(deps: ChatDeps, { model, tell, facts }: ReplyTask, signal: AbortSignal) {
  const startedMs = performance.now()
  const plans = await deps.plansFor(model, signal)
  const onProgress = inPercent((progress) => tell({ type: 'loading', model: model.name, progress }))
  const loaded = await deps.engine.ensureLoaded(model, plans, { signal, onProgress })
  facts.timings.load = performance.now() - startedMs
  return loaded
}

interface FitInput {
  readonly task: ReplyTask
  readonly branch: readonly MessageRow[]
  readonly question: string
  readonly found: FoundSources | undefined
  readonly contextSize: number
}

async function fit(deps: ChatDeps, { task, branch, question, found, contextSize }: FitInput, signal: AbortSignal) {
  const { reply, model, think, tell } = task
  const prompt = await preparePrompt(
    deps,
    {
      ...{ conversationId: reply.conversation_id, model, think, contextSize, question, found },
      branch: branch.slice(0, -2),
      onSummarising: (done, total) => tell({ type: 'summarising', done, total }),
    },
    signal,
  )
  if (found && prompt.sources < found.sources.length)
    keepSources(deps, reply.id, { ...found, sources: found.sources.slice(0, prompt.sources) })
  if (prompt.leftOut > 0) tell({ type: 'trimmed', messages: prompt.leftOut, reason: prompt.reason })
  return prompt
}

function generation(deps: ChatDeps, task: ReplyTask, prompt: PreparedPrompt) {
  return {
    conversation_id: task.reply.conversation_id,
    messages: [...prompt.messages],
    ...(task.text.text === '' ? {} : { continue_from: task.text.text }),
    think: task.think && task.text.text === '',
    sampling: samplingOf(deps, task.model, personaOf(deps, task.reply.conversation_id)),
    max_tokens: prompt.answerTokens,
  }
}

function take(event: GenerateEvent, task: ReplyTask): void {
  const { facts, startedMs } = task
  if (event.type === 'reading') return task.tell({ type: 'reading', done: event.done, total: event.total })
  if (event.type === 'end') {
    facts.prompt_tokens = event.prompt_tokens
    facts.completion_tokens = (facts.completion_tokens ?? 0) + event.completion_tokens
    facts.timings.writing = performance.now() - startedMs - (facts.timings.first_token ?? 0)
    facts.isCutShort = event.stop === 'length'
    return
  }
  if (event.type === 'tool_call') return
  const atMs = performance.now() - startedMs
  facts.timings.first_token ??= atMs
  const isThinking = task.text.text === '' && (event.type === 'thought' || task.text.thought !== '')
  // Only of the first run: one that goes on has a clock of its own.
  if (isThinking && task.reply.timings === null) facts.timings.thought = atMs - facts.timings.first_token
  if (event.type === 'text') return say(task, event.text)
  task.text.addThought(event.text)
  task.tell(event)
}

function say(task: ReplyTask, text: string): void {
  task.text.addText(text)
  task.tell({ type: 'text', text })
}

const sayNothingFound = ({ settings }: Pick<ChatDeps, 'settings'>, task: ReplyTask): void =>
  say(task, nothingFoundIn(settings().language))

function finishFixed(deps: Pick<ChatDeps, 'settings'>, task: ReplyTask): void {
  if (task.text.text === '') sayNothingFound(deps, task)
  task.facts.timings.first_token = performance.now() - task.startedMs
}
