import type { TrimReason } from '../../src-shared/desktop/chat.ts'
import type { PromptMessage } from '../../src-shared/engine/llama.ts'
import { newId } from '../../src-shared/ids.ts'
import { buildPrompt, type PromptParts } from '../../src-shared/retrieval/build-prompt.ts'
import { type FittedPrompt, fitContext } from '../../src-shared/retrieval/fit-context.ts'
import type { CompactionRow } from '../../src-shared/rows/compaction.ts'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { personaOf, systemPromptOf } from './answering-persona.ts'
import type { ChatDeps, ChatModel } from './chat-deps.ts'
import { compactionOn } from './compactions.ts'
import type { FoundSources } from './find-sources.ts'
import { promptOf, type Turn, turnsOf } from './history.ts'
import { turnsToSummarise } from './split-turns.ts'
import { writeCompaction } from './write-compaction.ts'

export interface PromptTask {
  readonly conversationId: string
  readonly model: ChatModel
  readonly think: boolean
  readonly contextSize: number
  /** From the root to the question, or the end of it. */
  readonly branch: readonly MessageRow[]
  readonly question: string
  readonly found: FoundSources | undefined
  readonly onSummarising: (done: number, total: number) => void
}

export interface PreparedPrompt extends FittedPrompt {
  readonly answerTokens: number
  /** Why messages were left out instead of summarised. */
  readonly reason: TrimReason
}

/** More text than this many contexts is not summarised while a question waits. */
const mostPieces = 4

export const answerTokensOf = ({ max_answer_tokens }: { readonly max_answer_tokens: number }, contextSize: number): number =>
  Math.min(max_answer_tokens, Math.floor(contextSize / 4))

/**
 * The prompt for a question. When the history no longer fits, its oldest part is summarised once and the summary stands for it
 * from then on; where that cannot be done, the oldest turns are left out.
 */
export async function preparePrompt(deps: ChatDeps, task: PromptTask, signal: AbortSignal): Promise<PreparedPrompt> {
  const answerTokens = answerTokensOf({ ...deps.settings(), ...task.model.chosen }, task.contextSize)
  const limits = { contextSize: task.contextSize, answerTokens }
  const count = (messages: readonly PromptMessage[]): Promise<number> =>
    deps.engine.count(task.model.id, { messages: [...messages], think: task.think }, signal)
  const before = compactionFor(deps, task)
  const turns = turnsSince(task.branch, before)
  const fit = (prompted: Prompted) => fitContext(partsOf(deps, task, prompted), limits, count)
  const fitted = await fit({ compaction: before, turns })
  if (fitted.leftOut === 0) return { ...fitted, answerTokens, reason: 'question' }
  const { made, reason } = await compactIfPossible(
    deps,
    { task, before, turns, count, limit: task.contextSize - answerTokens },
    signal,
  )
  const refitted = made ? await fit({ compaction: made, turns: turnsSince(task.branch, made) }) : fitted
  return { ...refitted, answerTokens, reason }
}

type Branch = Pick<PromptTask, 'branch' | 'model'>

/** What comes before the next question, worded as it will be as long as everything fits. */
export function promptBefore(deps: ChatDeps, asked: Branch & { readonly systemPrompt: string }): PromptMessage[] {
  const compaction = compactionFor(deps, asked)
  const history = promptOf(turnsSince(asked.branch, compaction))
  const { systemPrompt } = asked
  return buildPrompt({ systemPrompt, summary: compaction?.text, history, question: '', sources: [], searched: false }).slice(
    0,
    -1,
  )
}

/** The summary that stands on this branch; a model that only quotes gets none. */
function compactionFor({ db }: ChatDeps, { branch, model }: Branch): CompactionRow | undefined {
  const last = branch.at(-1)
  return last === undefined || model.quotesOnly ? undefined : compactionOn(db, last.id)
}

/** The turns that no summary stands for. One further up than the branch was read stands for none of them. */
export function turnsSince(branch: readonly MessageRow[], compaction: Pick<CompactionRow, 'message_id'> | undefined): Turn[] {
  const last = branch.findIndex(({ id }) => id === compaction?.message_id)
  return turnsOf(branch.slice(last + 1))
}

interface Prompted {
  readonly compaction: CompactionRow | undefined
  readonly turns: readonly Turn[]
}

function partsOf(deps: ChatDeps, { conversationId, question, found }: PromptTask, { compaction, turns }: Prompted): PromptParts {
  return {
    systemPrompt: systemPromptOf(deps, personaOf(deps, conversationId)),
    summary: compaction?.text,
    history: promptOf(turns),
    question,
    sources: found?.sources ?? [],
    searched: found !== undefined,
  }
}

interface Crowded {
  readonly task: PromptTask
  readonly before: CompactionRow | undefined
  readonly turns: readonly Turn[]
  readonly count: (messages: readonly PromptMessage[]) => Promise<number>
  /** Tokens the prompt may have. */
  readonly limit: number
}

interface Compacted {
  readonly made?: CompactionRow | undefined
  readonly reason: TrimReason
}

async function compactIfPossible(deps: ChatDeps, crowded: Crowded, signal: AbortSignal): Promise<Compacted> {
  const { task, before, turns, count, limit } = crowded
  if (task.model.quotesOnly) return { reason: 'only_quotes' }
  const parts = partsOf(deps, task, { compaction: before, turns })
  const whole = await count(buildPrompt(parts))
  const bare = await count(buildPrompt({ ...parts, history: [] }))
  // Without any history it does not fit either: a summary would not help.
  if (bare >= limit) return { reason: 'question' }
  const oldest = turns.slice(0, turnsToSummarise(turns, { tokens: whole - bare, room: limit - bare }))
  return await compact(deps, { ...crowded, turns: oldest }, signal)
}

/** What goes wrong with a summary does not keep the question from being answered. */
async function compact(deps: ChatDeps, { task, before, turns }: Crowded, signal: AbortSignal): Promise<Compacted> {
  const { conversationId, model, contextSize, onSummarising: onProgress } = task
  const lastId = turns.at(-1)?.answer.id ?? ''
  const order = { id: newId(), conversationId, lastId, before, model, contextSize, temperature: 0, mostPieces, onProgress }
  try {
    const made = await writeCompaction(deps, order, signal)
    return { made, reason: 'too_long' }
  } catch (error) {
    if (signal.aborted) throw error
    if (!(error instanceof AppError)) deps.onFault('chat.compact', error)
    return { reason: 'failed' }
  }
}
