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
  readonly runs: Pick<ReplyRuns, 'isBusy' | 'isUsing'>
}

export interface ReadAhead {
  /** Resolves when all is ready that can be; false when there was nothing to be done now. */
  prepare(typing: Typing, signal: AbortSignal): Promise<boolean>
  /**
   * Somebody needs the model now: what is read stays, what is not read yet is read with the question. A load of the model that is needed goes on, for
   * it is the same load; one of another is given up.
   */
  giveWay(modelId?: string): void
}

interface Preparing {
  readonly modelId: string
  readonly asked: string
  /** Shared by all that prepare for the same model one after another: the first of them loads. */
  readonly everything: AbortController
  readonly reading: AbortController
  readonly done: Promise<void>
}

/** Gets ready for a question while it is typed, for one question at a time: the newest. */
export function createReadAhead(deps: ReadAheadDeps): ReadAhead {
  let newest: Preparing | undefined

  function giveWay(modelId?: string): void {
    if (newest && modelId !== undefined && newest.modelId !== modelId) stop(newest)
    else newest?.reading.abort()
  }

  /** A question may wait for the load though nobody types any more. */
  function stop({ modelId, everything, reading }: Preparing): void {
    reading.abort()
    if (!deps.runs.isUsing(modelId)) everything.abort()
  }

  return {
    async prepare(typing, caller) {
      const model = modelWorthLoading(deps, typing)
      if (model === undefined) return false
      const asked = JSON.stringify(typing)
      if (newest?.asked === asked && !newest.reading.signal.aborted) {
        await newest.done
        return true
      }
      giveWay(model.id)
      const isShared = newest?.modelId === model.id && !newest.everything.signal.aborted
      const everything = newest && isShared ? newest.everything : new AbortController()
      const reading = new AbortController()
      const done = getReady(deps, { typing, model, signal: everything.signal, reading: reading.signal })
      const mine = { modelId: model.id, asked, everything, reading, done }
      newest = mine
      const leave = (): void => (newest === mine ? stop(mine) : reading.abort())
      caller.addEventListener('abort', leave, { once: true })
      try {
        await done
      } finally {
        caller.removeEventListener('abort', leave)
        if (newest === mine) newest = undefined
      }
      return true
    },
    giveWay,
  }
}

/**
 * None while an answer is written: what would be read for another chat would get in front of it, and in its own it would be read without it. None for a
 * question that will be refused or cannot be asked yet, or by a model that could not be loaded.
 */
function modelWorthLoading(deps: ReadAheadDeps, { conversation_id, persona_id, model_id }: Typing): ChatModel | undefined {
  if (deps.runs.isBusy()) return undefined
  try {
    deps.assertQuota(deps.db, deps.now())
    const model = modelFor(deps, { conversationId: conversation_id ?? '', modelId: model_id, personaId: persona_id })
    const loaded = deps.loaded()
    return loaded?.id === model.id && loaded.state === 'failed' ? undefined : model
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}

interface Ready {
  readonly typing: Typing
  readonly model: ChatModel
  readonly signal: AbortSignal
  readonly reading: AbortSignal
}

/** What is wrong is told when the question is asked. */
async function getReady(deps: ReadAheadDeps, ready: Ready): Promise<void> {
  const { typing, signal, reading } = ready
  const searching = isSearching(deps, typing) ? deps.warmSearch(signal) : undefined
  for (const result of await Promise.allSettled([searching, loadAndRead(deps, ready)])) {
    const isFault = result.status === 'rejected' && !(result.reason instanceof AppError)
    if (isFault && !signal.aborted && !reading.aborted) deps.onFault('chat.prepare', result.reason)
  }
}

function isSearching({ db, attachments }: ChatDeps, { conversation_id, collection_ids }: Typing): boolean {
  const conversation = conversation_id === null ? undefined : findConversation(db, conversation_id)
  const attached = conversation_id === null ? undefined : attachments.collectionOf(conversation_id)
  return attached !== undefined || (collection_ids ?? conversation?.collection_ids ?? []).length > 0
}

async function loadAndRead(deps: ReadAheadDeps, { typing, model, signal, reading }: Ready): Promise<void> {
  const plans = await deps.plansFor(model, signal)
  // A question that came meanwhile loads by itself, by the settings there are now.
  reading.throwIfAborted()
  await deps.engine.ensureLoaded(model, plans, { signal, onProgress() {} })
  reading.throwIfAborted()
  const messages = messagesBefore(deps, { typing, model })
  const { conversation_id, think } = typing
  await deps.engine.read(model.id, { conversation_id, messages, think }, AbortSignal.any([signal, reading]))
}

function messagesBefore(deps: ReadAheadDeps, { typing, model }: Pick<Ready, 'typing' | 'model'>) {
  const { conversation_id: id, persona_id } = typing
  const conversation = id === null ? undefined : findConversation(deps.db, id)
  const persona = conversation ? personaOf(deps, conversation.id) : persona_id ? deps.persona(persona_id) : undefined
  const leafId = conversation?.selected_leaf_id ?? null
  // With question and answer it is as many messages as an answer looks at.
  const branch = leafId === null ? [] : branchTo(deps.db, leafId, longestBranch - 2)
  return promptBefore(deps, { branch, model, systemPrompt: systemPromptOf(deps, persona) })
}
