import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { success } from '../../src-shared/api/envelope.ts'
import * as search from '../../src-shared/api/search.ts'
import { answer, failures } from '../http/answer.ts'
import { principalOf } from '../http/authenticate.ts'
import { untilGone } from '../http/until-gone.ts'
import { neededVector, queryVector } from './query-vector.ts'
import type { SearchDeps } from './search-deps.ts'
import { searchKnowledge } from './search-knowledge.ts'

const tags = ['search']
const read = { config: { access: 'knowledge:read' as const } }

type Work<T> = (userId: string, signal: AbortSignal) => Promise<T>

/** `/search/*`, each counted as one call of the interface. */
export function addSearchRoutes(server: FastifyInstance, deps: SearchDeps): void {
  const app = server.withTypeProvider<ZodTypeProvider>()
  const counted = <T>(request: FastifyRequest, reply: FastifyReply, work: Work<T>) => {
    const caller = principalOf(request)
    return deps.meter(caller, () => work(caller.userId, untilGone(reply)))
  }

  app.post(
    '/search/semantic',
    {
      ...read,
      schema: {
        ...{ tags, summary: 'Semantic search using vectors', body: search.semanticBody },
        response: { ...failures, 200: success(search.semanticFound) },
      },
    },
    async (request, reply) => {
      const startedAt = performance.now()
      const { results, by } = await counted(request, reply, async (userId, signal) => {
        const vector = await neededVector(deps, request.body, signal)
        return searchKnowledge(deps, { userId, ...request.body, route: 'vector', vector }, signal)
      })
      const processing_time_ms = Math.round(performance.now() - startedAt)
      return answer(request, { results, search_type: by, processing_time_ms })
    },
  )
  app.post(
    '/search/hybrid',
    {
      ...read,
      schema: {
        ...{ tags, summary: 'Hybrid search combining multiple methods', body: search.hybridBody },
        response: { ...failures, 200: success(search.hybridFound) },
      },
    },
    async (request, reply) => {
      const { results, methods } = await counted(request, reply, async (userId, signal) => {
        const vector = await queryVector(deps, request.body, signal)
        return searchKnowledge(deps, { userId, ...request.body, route: 'hybrid', vector }, signal)
      })
      return answer(request, { results, methods_used: methods })
    },
  )
}
