import { type CompactionEvent, type compactions, contextError } from '../../src-shared/desktop/context.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { modelFor } from './answering-persona.ts'
import type { ChatDeps } from './chat-deps.ts'
import { compactionOn, knownCompaction, listCompactions, putCompaction, removeCompaction } from './compactions.ts'
import { knownConversation } from './conversations.ts'
import { createEventQueue } from './event-queue.ts'
import { inPercent } from './in-percent.ts'
import { branchTo, knownMessage } from './messages.ts'
import { turnsSince } from './prepare-prompt.ts'
import type { ReplyRuns } from './reply-runs.ts'
import { type CompactionTask, writeCompaction } from './write-compaction.ts'

/** As many messages as an answer looks at. */
const longestBranch = 400

export function createCompactionHandlers(
  deps: ChatDeps,
  { assertFree }: Pick<ReplyRuns, 'assertFree'>,
): FeatureHandlers<typeof compactions> {
  const { db, now } = deps
  return {
    list: ({ conversation_id }) => listCompactions(db, conversation_id),
    async *make({ id, conversation_id: conversationId }, signal) {
      assertFree(conversationId)
      yield* write(deps, { id, conversationId, temperature: 0, ...oldestOf(deps, conversationId) }, signal)
    },
    async *again({ id }, signal) {
      const { conversation_id: conversationId, message_id: lastId } = knownCompaction(db, id)
      assertFree(conversationId)
      const { parent_id } = knownMessage(db, lastId)
      const before = parent_id === null ? undefined : compactionOn(db, parent_id)
      yield* write(deps, { id, conversationId, lastId, before, temperature: 0.7 }, signal)
    },
    edit: ({ id, text }) =>
      db.transact((tx) => putCompaction(tx, { ...knownCompaction(tx, id), text, source: 'user', updated_at: now() })),
    remove: ({ id }) => db.transact((tx) => removeCompaction(tx, id, now()), { freesSpace: true }),
    restore: (row) =>
      db.transact((tx) => {
        const isThere = knownMessage(tx, row.message_id).conversation_id === row.conversation_id
        if (!isThere) throw new AppError(contextError.unknownCompaction, { id: row.id })
        return putCompaction(tx, { ...row, updated_at: now() })
      }),
  }
}

/** All but the newest turn, which is what the next question is most likely about. */
function oldestOf({ db }: ChatDeps, conversationId: string): Pick<CompactionTask, 'lastId' | 'before'> {
  const { selected_leaf_id: leafId } = knownConversation(db, conversationId)
  const before = leafId === null ? undefined : compactionOn(db, leafId)
  const turns = leafId === null ? [] : turnsSince(branchTo(db, leafId, longestBranch), before)
  const last = turns.at(-2)
  if (!last) throw new AppError(contextError.nothingToCompact)
  return { lastId: last.answer.id, before }
}

type Order = Pick<CompactionTask, 'id' | 'conversationId' | 'lastId' | 'before' | 'temperature'>

async function* write(deps: ChatDeps, order: Order, signal: AbortSignal): AsyncGenerator<CompactionEvent> {
  const model = modelFor(deps, { conversationId: order.conversationId, modelId: undefined })
  if (model.quotesOnly) throw new AppError(contextError.cannotSummarise)
  const queue = createEventQueue<CompactionEvent>()
  const run = async (): Promise<void> => {
    using _ = await deps.engine.hold(model, signal)
    const plans = await deps.plansFor(model, signal)
    const onLoading = inPercent((progress) => queue.push({ type: 'loading', model: model.name, progress }))
    const { context_size: contextSize } = await deps.engine.ensureLoaded(model, plans, { signal, onProgress: onLoading })
    const onProgress = (done: number, total: number): void => queue.push({ type: 'summarising', done, total })
    const compaction = await writeCompaction(deps, { ...order, model, contextSize, onProgress }, signal)
    if (compaction) queue.push({ type: 'done', compaction })
  }
  void run().then(() => queue.end(), queue.end)
  yield* queue.follow()
}
