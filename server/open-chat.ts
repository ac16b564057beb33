import type { FastifyInstance } from 'fastify'
import { createAnswerRuns } from './chat/answer-runs.ts'
import type { MessageQuota, Retrieve } from './chat/chat-deps.ts'
import { countTurnKind } from './chat/count-turn-job.ts'
import { addHistoryRoutes } from './chat/history-routes.ts'
import { addMessageRoute } from './chat/message-route.ts'
import type { Config } from './config.ts'
import type { ServerEngines } from './engines/open-engines.ts'
import type { Jobs } from './jobs/open-jobs.ts'
import type { Log } from './log.ts'
import type { ConversationStore } from './stores/conversation-store.ts'
import type { HistoryStore } from './stores/history-store.ts'
import { readQuota } from './usage/read-usage.ts'
import { commitReservation, isHeld, releaseReservation, reserve } from './usage/reservations.ts'
import type { UsageDeps } from './usage/usage-deps.ts'

export interface ChatParts {
  readonly config: Config
  readonly log: Log
  readonly history: HistoryStore
  readonly conversations: ConversationStore
  readonly engines: ServerEngines
  readonly usage: UsageDeps
  readonly jobs: Jobs
  readonly retrieve?: Retrieve
}

/** Chat over HTTP, with what it takes from the models, the quota, the jobs and the knowledge. */
export function addChat(app: FastifyInstance, { config, engines, usage, jobs, retrieve, ...parts }: ChatParts): void {
  const { store, now } = usage
  const { embedder, generator } = engines
  const runs = createAnswerRuns({
    ...{ ...parts, store, now, embedder, generator, retrieve, quota: messageQuota(usage) },
    ...{ temperature: config.HEARTH_CHAT_TEMPERATURE, answerTokens: config.HEARTH_CHAT_ANSWER_TOKENS },
    async countLater(payload) {
      await store.transact((tx) => jobs.add(tx, { kind: countTurnKind, payload, priority: 'low' }))
    },
  })
  addMessageRoute(app, { runs, log: parts.log })
  addHistoryRoutes(app, { ...parts, store })
  // Before the connections are waited for: a stream ends with what became of its answer, not with the patience of whoever stops.
  app.addHook('preClose', runs.stop)
}

export const messageQuota = (usage: UsageDeps): MessageQuota => ({
  async hold(userId) {
    return (await reserve(usage, userId, { resource_type: 'messages', quantity: 1 })).reservation_id
  },
  isHeld: (id, userId) => isHeld(usage, id, userId),
  commit: (id, { userId, plan }) => commitReservation(usage, id, { userId, plan, quantity: 1 }),
  release: (id, userId) => releaseReservation(usage, id, userId),
  read: (userId) => readQuota(usage, userId, 'messages'),
})
