import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { done } from '../../src-shared/api/accounts.ts'
import { quota, quotaParams, usageSummary } from '../../src-shared/api/billing.ts'
import { success } from '../../src-shared/api/envelope.ts'
import * as usage from '../../src-shared/api/usage.ts'
import { answer, failures } from '../http/answer.ts'
import { principalOf } from '../http/authenticate.ts'
import { readQuota, readSummary } from './read-usage.ts'
import { recordUsage } from './record-usage.ts'
import { commitReservation, releaseReservation, reserve } from './reservations.ts'
import type { UsageDeps } from './usage-deps.ts'

const tags = ['usage']
const read = { config: { access: 'billing:read' as const } }
const write = { config: { access: 'usage:write' as const } }

export function addUsageRoutes(server: FastifyInstance, deps: UsageDeps): void {
  const app = server.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/billing/usage',
    {
      ...read,
      schema: { tags, summary: 'Get usage summary for current period', response: { ...failures, 200: success(usageSummary) } },
    },
    async (request) => answer(request, await readSummary(deps, principalOf(request).userId)),
  )
  app.get(
    '/billing/quota/:resource_type',
    {
      ...read,
      schema: {
        tags,
        summary: 'Check quota for specific resource',
        params: quotaParams,
        response: { ...failures, 200: success(quota) },
      },
    },
    async (request) => answer(request, await readQuota(deps, principalOf(request).userId, request.params.resource_type)),
  )
  app.post(
    '/usage',
    {
      ...write,
      schema: {
        tags,
        summary: 'Record what a device used',
        body: usage.usageBody,
        response: { ...failures, 200: success(usage.usageTaken) },
      },
    },
    async (request) => {
      const { userId, plan } = principalOf(request)
      return answer(request, await recordUsage(deps, { userId, plan }, request.body.records))
    },
  )
  addReservationRoutes(server, deps)
}

function addReservationRoutes(server: FastifyInstance, deps: UsageDeps): void {
  const app = server.withTypeProvider<ZodTypeProvider>()
  const one = { tags, params: usage.reservationParams, response: { ...failures, 200: success(done) } }

  app.post(
    '/usage/reservations',
    {
      ...write,
      schema: {
        tags,
        summary: 'Hold units for work that begins',
        body: usage.reserveBody,
        response: { ...failures, 201: success(usage.reservation) },
      },
    },
    async (request, reply) =>
      reply.code(201).send(answer(request, await reserve(deps, principalOf(request).userId, request.body))),
  )
  app.post(
    '/usage/reservations/:reservation_id/commit',
    { ...write, schema: { ...one, summary: 'Count what was really used', body: usage.commitBody } },
    async (request) => {
      const { userId, plan } = principalOf(request)
      await commitReservation(deps, request.params.reservation_id, { userId, plan, quantity: request.body.quantity })
      return answer(request, { done: true as const })
    },
  )
  app.delete(
    '/usage/reservations/:reservation_id',
    { ...write, schema: { ...one, summary: 'Give the units back' } },
    async (request) => {
      await releaseReservation(deps, request.params.reservation_id, principalOf(request).userId)
      return answer(request, { done: true as const })
    },
  )
}
