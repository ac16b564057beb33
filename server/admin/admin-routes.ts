import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { done, user } from '../../src-shared/api/accounts.ts'
import * as admin from '../../src-shared/api/admin.ts'
import { success } from '../../src-shared/api/envelope.ts'
import { answer, failures } from '../http/answer.ts'
import { principalOf } from '../http/authenticate.ts'
import type { AdminDeps } from './admin-deps.ts'
import { changeUser, eraseUser, lookAtUser, lookForUser, readUser } from './change-users.ts'
import { rotateKeys } from './rotate-keys.ts'
import { askToReconcile, listDeadJobs, retryJob } from './tend-jobs.ts'

const tags = ['administration']
const config = { access: 'users:administer' as const }
const isDone = { done: true as const }

/** `/admin/…`: every look and every change is in the audit log, with the administrator. */
export function addAdminRoutes(server: FastifyInstance, deps: AdminDeps): void {
  const app = server.withTypeProvider<ZodTypeProvider>()
  const one = { tags, params: admin.userParams, response: { ...failures, 200: success(user) } }

  app.post(
    '/admin/users/find',
    {
      config,
      schema: {
        tags,
        summary: 'The account of an address',
        body: admin.findUserBody,
        response: { ...failures, 200: success(user) },
      },
    },
    async (request) => answer(request, await lookForUser(deps, request.body.email, principalOf(request).userId)),
  )
  app.get('/admin/users/:user_id', { config, schema: { ...one, summary: 'An account' } }, async (request) =>
    answer(request, await lookAtUser(deps, request.params.user_id, principalOf(request).userId)),
  )
  app.patch(
    '/admin/users/:user_id',
    {
      config,
      schema: { ...one, summary: 'Disable or enable an account, or make it an administrator', body: admin.changeUserBody },
    },
    async (request) => {
      const ids = { userId: request.params.user_id, actorId: principalOf(request).userId }
      return answer(request, await changeUser(deps, { ...ids, ...request.body }))
    },
  )
  app.put(
    '/admin/users/:user_id/plan',
    { config, schema: { ...one, summary: 'Grant a plan for one period', body: admin.grantPlanBody } },
    async (request) => {
      const { user_id: userId } = request.params
      await deps.grantPlan({ userId, actorId: principalOf(request).userId, ...request.body })
      return answer(request, await readUser(deps, userId))
    },
  )
  app.delete(
    '/admin/users/:user_id',
    { config, schema: { ...one, summary: 'Erase an account everywhere', response: { ...failures, 200: success(done) } } },
    async (request) => {
      await eraseUser(deps, request.params.user_id, principalOf(request).userId)
      return answer(request, isDone)
    },
  )
  addOperationRoutes(server, deps)
}

function addOperationRoutes(server: FastifyInstance, deps: AdminDeps): void {
  const app = server.withTypeProvider<ZodTypeProvider>()
  const isAnswered = { ...failures, 200: success(done) }

  app.post(
    '/admin/keys/rotate',
    { config, schema: { tags, summary: 'Sign with a new key', response: { ...failures, 200: success(admin.rotated) } } },
    async (request) => {
      const kid = await rotateKeys(deps, { actorId: principalOf(request).userId, isAtOnce: false })
      return answer(request, { kid })
    },
  )
  app.post(
    '/admin/reconcile',
    { config, schema: { tags, summary: 'Compare everything now', response: isAnswered } },
    async (request) => {
      await askToReconcile(deps, principalOf(request).userId)
      return answer(request, isDone)
    },
  )
  app.get(
    '/admin/jobs/dead',
    { config, schema: { tags, summary: 'Work that was given up', response: { ...failures, 200: success(admin.deadJobs) } } },
    async (request) => answer(request, { items: await listDeadJobs(deps, principalOf(request).userId) }),
  )
  app.post(
    '/admin/jobs/:job_id/retry',
    { config, schema: { tags, summary: 'Try it again', params: admin.jobParams, response: isAnswered } },
    async (request) => {
      await retryJob(deps, request.params.job_id, principalOf(request).userId)
      return answer(request, isDone)
    },
  )
}
