import type { FastifyInstance } from 'fastify'
import type { AdminDeps } from './admin/admin-deps.ts'
import { addAdminRoutes } from './admin/admin-routes.ts'
import { openAdmin } from './admin/open-admin.ts'
import { appendAudit } from './audit/audit-log.ts'
import { checkAuditLog } from './audit/check-audit-log.ts'
import { type BackgroundDeps, openBackground } from './background.ts'
import { startFree } from './billing/change-plan.ts'
import { grantPlan } from './billing/grant-plan.ts'
import { conversationPersonalData, historyPersonalData } from './chat/chat-personal-data.ts'
import { countTurnJob } from './chat/count-turn-job.ts'
import { oldTurns } from './chat/turns.ts'
import type { Config } from './config.ts'
import type { Jobs } from './jobs/open-jobs.ts'
import { addTaskRoutes } from './jobs/task-routes.ts'
import { cachePersonalData } from './personal-data/cache-personal-data.ts'
import { promiseErasure, unfinishedErasures } from './personal-data/erase-user.ts'
import type { ErasureList } from './personal-data/erasure-list.ts'
import { personalDataJobs } from './personal-data/personal-data-jobs.ts'
import { addPersonalDataRoutes } from './personal-data/personal-data-routes.ts'
import type { PersonalStore } from './personal-data/personal-store.ts'
import { postgresPersonalData } from './personal-data/postgres-personal-data.ts'
import type { CacheStore } from './stores/cache-store.ts'
import type { ConversationStore } from './stores/conversation-store.ts'
import type { HistoryStore } from './stores/history-store.ts'
import type { SqlTx } from './stores/sql-store.ts'
import { analyticsPersonalData } from './usage/analytics-personal-data.ts'

export interface OperationsDeps extends Omit<BackgroundDeps, 'kinds' | 'schedules'> {
  readonly documents: { readonly personal: readonly PersonalStore[] }
  readonly cache: CacheStore
  readonly history: HistoryStore
  readonly conversations: ConversationStore
  readonly config: Pick<Config, 'JWT_ALGORITHM'>
  readonly secret: string
  readonly erasures: ErasureList
  /** After the commit: what caches say of this user. */
  readonly forget: (userId: string) => Promise<void>
}

export interface Operations {
  readonly jobs: Jobs
  readonly admin: AdminDeps
  /** In the transaction that deletes an account. */
  readonly onDeleted: (tx: SqlTx, userId: string, at: Date) => Promise<void>
  /** Theirs, and jobs as long as it listens. */
  addRoutes(app: FastifyInstance): void
}

/** Work in the background, everything of one person, and administration: what goes across the features. */
export function openOperations(given: OperationsDeps): Operations {
  const { cache, config, documents, history, conversations, secret, erasures, forget, ...deps } = given
  const { usage, billing, sessions, stripe } = deps
  const { store, now } = usage
  const personal = { store, now, list: erasures, stores: personalStores(given) }
  const jobs = openBackground({
    ...deps,
    kinds: [...personalDataJobs(personal), countTurnJob({ history, conversations })],
    schedules: [unfinishedErasures(personal), oldTurns({ store, now }), checkAuditLog({ ...deps, store })],
  })
  const onDeleted = (tx: SqlTx, userId: string, at: Date) => promiseErasure(jobs, tx, { userId, at })
  const admin = openAdmin({
    ...{
      store,
      now,
      sessions,
      jobs,
      secret,
      algorithm: config.JWT_ALGORITHM,
      forget,
      onDeleted,
      audit: appendAudit,
      onRegistered: startFree,
    },
    grantPlan: (grant) => grantPlan(billing, grant),
  })
  return {
    ...{ jobs, admin, onDeleted },
    addRoutes(app) {
      addTaskRoutes(app, { store, now })
      addPersonalDataRoutes(app, { store, now, jobs, audit: appendAudit })
      addAdminRoutes(app, admin)
      app.addHook('onListen', () => jobs.start())
      app.addHook('onClose', async () => void (await Promise.all([jobs.stop(), stripe?.stop()])))
    },
  }
}

function personalStores({
  usage,
  cache,
  documents,
  history,
  conversations,
  analytics,
}: OperationsDeps): readonly PersonalStore[] {
  const ofChat = [conversationPersonalData(conversations)]
  // Else it is a table of PostgreSQL, with the others.
  if (history.kind === 'scylla') ofChat.push(historyPersonalData(history))
  const ofUsage = analytics.kind === 'scylla' ? [analyticsPersonalData({ analytics, now: usage.now })] : []
  return [postgresPersonalData(usage.store), cachePersonalData(cache), ...documents.personal, ...ofChat, ...ofUsage]
}
