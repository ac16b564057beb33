import type { chat } from '../../src-shared/desktop/chat.ts'
import type { LoadedModel } from '../../src-shared/desktop/models.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { modelFor, personaOf, systemPromptOf } from './answering-persona.ts'
import type { ChatDeps, ChatModel } from './chat-deps.ts'
import { findConversation } from './conversations.ts'
import { longestBranch } from './generate-reply.ts'
import { branchTo } from './messages.ts'
import { promptBefore } from './prepare-prompt.ts'
import type { ReplyRuns } from './reply-runs.ts'

type Typing = Parameters<FeatureHandlers<typeof chat>['prepare']>[0]

export interface ReadAheadDeps extends ChatDeps {
  readonly loaded: () => LoadedModel | null
  /** Starts what finds passages. */
  readonly warmSearch: (signal: AbortSignal) => Promise<void>
  readonly runs: Pick<ReplyRuns, 'isAnswering'>
}

export interface ReadAhead {
  /** Resolves when all is ready that can be, also when that is nothing. */
  prepare(typing: Typing, signal: AbortSignal): Promise<void>
  /** The question is here: what is read stays, what is not read yet is read with the question. Loading goes on, for it is the same load. */
  giveWay(): void
}

interface Preparing {
  readonly modelId: string
  readonly everything: AbortController
  readonly reading: AbortController
}

/** Gets ready for a question while it is typed, for one question at a time: the newest. */
export function createReadAhead(deps: ReadAheadDeps): ReadAhead {
  let newest: Preparing | undefined

  function begin(modelId: string): Preparing {
    newest?.reading.abort()
    if (newest?.modelId !== modelId) newest?.everything.abort()
    newest = { modelId, everything: new AbortController(), reading: new AbortController() }
    return newest
  }

  return {
    async prepare(typing, caller) {
      const model = modelWorthLoading(deps, typing)
      if (model === undefined) return
      const mine = begin(model.id)
      const signal = AbortSignal.any([caller, mine.everything.signal])
      const searching = isSearching(deps, typing) ? deps.warmSearch(signal) : undefined
      try {
        await Promise.all([searching, loadAndRead(deps, { typing, model, signal, reading: mine.reading.signal })])
      } catch (error) {
        // What is wrong is told when the question is asked.
        if (!(error instanceof AppError) && !signal.aborted && !mine.reading.signal.aborted) deps.onFault('chat.prepare', error)
      } finally {
        if (newest === mine) newest = undefined
      }
    },
    giveWay: () => newest?.reading.abort(),
  }
}

/** None for a question that will be refused, for one that cannot be asked yet, or by a model that could not be loaded. */
function modelWorthLoading(deps: ReadAheadDeps, { conversation_id, persona_id, model_id }: Typing): ChatModel | undefined {
  const conversationId = conversation_id ?? ''
  if (deps.runs.isAnswering(conversationId)) return undefined
  try {
    deps.assertQuota(deps.db, deps.now())
    const model = modelFor(deps, { conversationId, modelId: model_id, personaId: persona_id })
    const loaded = deps.loaded()
    return loaded?.id === model.id && loaded.state === 'failed' ? undefined : model
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}

function isSearching({ db, attachments }: ChatDeps, { conversation_id, collection_ids }: Typing): boolean {
  const conversation = conversation_id === null ? undefined : findConversation(db, conversation_id)
  const attached = conversation_id === null ? undefined : attachments.collectionOf(conversation_id)
  return attached !== undefined || (collection_ids ?? conversation?.collection_ids ?? []).length > 0
}

interface LoadAndRead {
  readonly typing: Typing
  readonly model: ChatModel
  readonly signal: AbortSignal
  readonly reading: AbortSignal
}

async function loadAndRead(deps: ReadAheadDeps, { typing, model, signal, reading }: LoadAndRead): Promise<void> {
  const plans = await deps.plansFor(model, signal)
  await deps.engine.ensureLoaded(model, plans, { signal, onProgress() {} })
  reading.throwIfAborted()
  const messages = messagesBefore(deps, { typing, model })
  const { conversation_id, think } = typing
  await deps.engine.read(model.id, { conversation_id, messages, think }, AbortSignal.any([signal, reading]))
}

function messagesBefore(deps: ReadAheadDeps, { typing, model }: Pick<LoadAndRead, 'typing' | 'model'>) {
  const { conversation_id: id, persona_id } = typing
  const conversation = id === null ? undefined : findConversation(deps.db, id)
  const persona = conversation ? personaOf(deps, conversation.id) : persona_id ? deps.persona(persona_id) : undefined
  const leafId = conversation?.selected_leaf_id ?? null
  // With question and answer it is as many messages as an answer looks at.
  const branch = leafId === null ? [] : branchTo(deps.db, leafId, longestBranch - 2)
  return promptBefore(deps, { branch, model, systemPrompt: systemPromptOf(deps, persona) })
}
