import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { success } from '../../src-shared/api/envelope.ts'
import { taskStarted } from '../../src-shared/api/tasks.ts'
import { answer, failures } from '../http/answer.ts'
import { principalOf } from '../http/authenticate.ts'
import { type ExportRequestDeps, requestExport } from './request-export.ts'

/** `/users/me/export`. It is counted and never refused: what is one's own is not a matter of the plan. */
export function addPersonalDataRoutes(server: FastifyInstance, deps: ExportRequestDeps): void {
  server.withTypeProvider<ZodTypeProvider>().post(
    '/users/me/export',
    {
      config: { access: 'account:read' },
      schema: {
        tags: ['accounts'],
        summary:
          'Collect everything that is kept of the account; the task has it as its result for an hour, or until the next one is done; within five minutes it is the same task',
        response: { ...failures, 202: success(taskStarted) },
      },
    },
    async (request, reply) => {
      const task_id = await requestExport(deps, principalOf(request).userId)
      return reply.code(202).send(answer(request, { task_id }))
    },
  )
}
