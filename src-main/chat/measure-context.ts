import type { ContextParts, ContextUse, context } from '../../src-shared/desktop/context.ts'
import type { LoadedModel } from '../../src-shared/desktop/models.ts'
import type { PromptMessage } from '../../src-shared/engine/llama.ts'
import { buildPrompt } from '../../src-shared/retrieval/build-prompt.ts'
import { estimatePrompt } from '../../src-shared/retrieval/estimate-tokens.ts'
import type { CompactionRow } from '../../src-shared/rows/compaction.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import { modelFor, systemPromptOf } from './answering-persona.ts'
import type { ChatDeps, ChatModel } from './chat-deps.ts'
import { compactionOn } from './compactions.ts'
import { findConversation } from './conversations.ts'
import { promptOf, type Turn } from './history.ts'
import { branchTo } from './messages.ts'
import { answerTokensOf, turnsSince } from './prepare-prompt.ts'
import { turnsToSummarise } from './split-turns.ts'

type Query = Parameters<FeatureHandlers<typeof context>['measure']>[0]
type Count = (messages: readonly PromptMessage[]) => Promise<number>

export interface MeasureDeps extends ChatDeps {
  readonly loaded: () => LoadedModel | null
  /** Tokens the model keeps in mind when it is loaded; undefined while that is not known. */
  readonly contextSizeOf: (modelId: string) => number | undefined
}

/** As many messages as an answer looks at. */
const longestBranch = 400
/** A search adds about five passages of this many tokens. */
const searchTokens = 5 * 180
const rememberedAtMost = 16

/** Counts what the next prompt would hold. What does not change with the draft is counted once. */
export function createContextMeter(deps: MeasureDeps): (query: Query, signal: AbortSignal) => Promise<ContextUse> {
  const remembered = new Map<string, Promise<Fixed>>()

  async function fixedOf(asked: Asked, count: Count): Promise<Fixed> {
    const key = keyOf(asked)
    const known = remembered.get(key) ?? countFixed(asked, turnsOfAsked(deps, asked), count)
    remembered.delete(key)
    remembered.set(key, known)
    known.catch(() => remembered.delete(key))
    for (const oldest of remembered.keys()) if (remembered.size > rememberedAtMost) remembered.delete(oldest)
    return await known
  }

  return async (query, signal) => {
    const asked = askedOf(deps, query)
    const counting = countingOf(deps, asked, signal)
    const { parts, turns } = await fixedOf(asked, counting)
    const question = await countQuestion(query.draft, counting)
    return contextOf(deps, asked, { parts: { ...parts, question }, turns })
  }
}

interface Asked {
  readonly model: ChatModel | undefined
  readonly isExact: boolean
  readonly think: boolean
  readonly contextSize: number | undefined
  readonly systemPrompt: string
  readonly compaction: CompactionRow | undefined
  readonly leafId: string | null
  readonly leafChangedAt: number | undefined
  readonly isSearching: boolean
}

/** What does not change with the draft. */
interface Fixed {
  readonly parts: Omit<ContextParts, 'question'>
  readonly turns: readonly Turn[]
}

function askedOf(deps: MeasureDeps, query: Query): Asked {
  const { db } = deps
  const conversation = query.conversation_id === null ? undefined : findConversation(db, query.conversation_id)
  const personaId = query.persona_id === undefined ? conversation?.persona_id : query.persona_id
  const model = modelIfAny(deps, query)
  const loaded = deps.loaded()
  const isExact = model !== undefined && loaded?.id === model.id && loaded.state === 'ready'
  const leafId = conversation?.selected_leaf_id ?? null
  const leafChangedAt = db.prepare<[string | null], number>('SELECT updated_at FROM messages WHERE id = ?').pluck().get(leafId)
  const compaction = leafId === null || model?.quotesOnly ? undefined : compactionOn(db, leafId)
  const attached = query.conversation_id === null ? undefined : deps.attachments.collectionOf(query.conversation_id)
  return {
    model,
    isExact,
    think: query.think,
    contextSize: (isExact ? loaded?.context_size : undefined) ?? (model && deps.contextSizeOf(model.id)),
    systemPrompt: systemPromptOf(deps, personaId ? deps.persona(personaId) : undefined),
    compaction,
    leafId,
    leafChangedAt,
    isSearching: attached !== undefined || (query.collection_ids ?? conversation?.collection_ids ?? []).length > 0,
  }
}

/** Without a model there is still something to show: the length of what there is. */
function modelIfAny(deps: MeasureDeps, { conversation_id, persona_id }: Query): ChatModel | undefined {
  try {
    return modelFor(deps, { conversationId: conversation_id ?? '', modelId: undefined, personaId: persona_id })
  } catch {
    return undefined
  }
}

/** By the model in memory, or by the length of the text: nothing is loaded for it. */
function countingOf({ engine }: MeasureDeps, { model, isExact, think }: Asked, signal: AbortSignal): Count {
  if (!model || !isExact) return async (messages) => estimatePrompt(messages)
  // What is counted for one caller is remembered for the next, so it is not given up with him.
  const counted = new AbortController()
  signal.throwIfAborted()
  return (messages) => engine.count(model.id, { messages: [...messages], think }, counted.signal)
}

const turnsOfAsked = ({ db }: MeasureDeps, { leafId, compaction }: Asked): Turn[] =>
  leafId === null ? [] : turnsSince(branchTo(db, leafId, longestBranch), compaction)

async function countFixed(asked: Asked, turns: readonly Turn[], count: Count): Promise<Fixed> {
  const { systemPrompt, compaction, isSearching } = asked
  const [bare] = buildPrompt({ systemPrompt, history: [], question: '', sources: [], searched: false })
  const [summed] = buildPrompt({
    ...{ systemPrompt, summary: compaction?.text, history: [] },
    ...{ question: '', sources: [], searched: false },
  })
  const system = bare ? [bare] : []
  const head = summed ? [summed] : []
  const history = promptOf(turns)
  const words = turns.flatMap(({ question, answer }) => [
    { role: 'user' as const, text: question.text },
    { role: 'assistant' as const, text: answer.text },
  ])
  const systemTokens = await count(system)
  const headTokens = compaction ? await count(head) : systemTokens
  const wordTokens = turns.length > 0 ? await count([...head, ...words]) : headTokens
  const hasPassages = turns.some(({ answer }) => answer.sources.length > 0)
  const wholeTokens = hasPassages ? await count([...head, ...history]) : wordTokens
  const parts = {
    system: systemTokens,
    summary: headTokens - systemTokens,
    history: wordTokens - headTokens,
    passages: Math.max(0, wholeTokens - wordTokens),
    search: isSearching ? searchTokens : 0,
  }
  return { parts, turns }
}

async function countQuestion(draft: string, count: Count): Promise<number> {
  if (draft.trim() === '') return 0
  const system = { role: 'system' as const, text: '.' }
  return (await count([system, { role: 'user', text: draft }])) - (await count([system]))
}

interface Measured {
  readonly parts: ContextParts
  readonly turns: readonly Turn[]
}

function contextOf(deps: MeasureDeps, asked: Asked, { parts, turns }: Measured): ContextUse {
  const { model, contextSize, compaction, isExact } = asked
  const answerTokens = contextSize === undefined ? 0 : answerTokensOf({ ...deps.settings(), ...model?.chosen }, contextSize)
  const earlier = parts.history + parts.passages
  const rest = parts.system + parts.summary + parts.search + parts.question
  const isTooMuch = contextSize !== undefined && earlier + rest > contextSize - answerTokens
  const room = { tokens: earlier, room: (contextSize ?? 0) - answerTokens - rest }
  return {
    model_id: model?.id ?? null,
    context_size: contextSize ?? null,
    answer_tokens: answerTokens,
    is_exact: isExact,
    parts,
    messages: turns.length * 2,
    excess_messages: isTooMuch && turns.length > 0 ? turnsToSummarise(turns, room) * 2 : 0,
    compaction_id: compaction?.id ?? null,
    can_compact: !model ? 'no_model' : model.quotesOnly ? 'model_only_quotes' : turns.length < 2 ? 'too_short' : 'yes',
  }
}

const keyOf = ({ model, compaction, ...asked }: Asked): string =>
  JSON.stringify([model?.id, compaction?.id, compaction?.updated_at, Object.values(asked)])
