import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { success } from '../../src-shared/api/envelope.ts'
import { task, taskParams } from '../../src-shared/api/tasks.ts'
import { answer, failures } from '../http/answer.ts'
import { principalOf } from '../http/authenticate.ts'
import { readTask, type TaskDeps } from './read-task.ts'

/** `/tasks/{task_id}`: how far the work is, and what came of it. */
export function addTaskRoutes(server: FastifyInstance, deps: TaskDeps): void {
  server.withTypeProvider<ZodTypeProvider>().get(
    '/tasks/:task_id',
    {
      config: { access: 'account:read' },
      schema: {
        tags: ['tasks'],
        summary: 'How far work in the background is',
        params: taskParams,
        response: { ...failures, 200: success(task) },
      },
    },
    async (request) => answer(request, await readTask(deps, request.params.task_id, principalOf(request).userId)),
  )
}
