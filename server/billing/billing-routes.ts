import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import * as billing from '../../src-shared/api/billing.ts'
import { success } from '../../src-shared/api/envelope.ts'
import { plans } from '../../src-shared/billing/plans.ts'
import { answer, failures } from '../http/answer.ts'
import { principalOf } from '../http/authenticate.ts'
import type { BillingDeps } from './billing-deps.ts'
import { readHistory } from './billing-history.ts'
import type { PlanChanges } from './plan-changes.ts'
import { planChangesHere } from './plan-changes-here.ts'
import { readSubscription } from './read-subscription.ts'
import { shownSubscription } from './subscriptions.ts'

const tags = ['billing']
const read = { config: { access: 'billing:read' as const } }
const planDetails = billing.planType.options.map((plan_type) => ({
  plan_type,
  ...plans[plan_type],
  features: [...plans[plan_type].features],
  currency: 'USD',
}))

export function addBillingRoutes(server: FastifyInstance, deps: BillingDeps, changes = planChangesHere(deps)): void {
  const app = server.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/billing/plans',
    {
      config: { access: 'public' },
      schema: { tags, summary: 'Get available subscription plans', response: { ...failures, 200: success(billing.planList) } },
    },
    async (request) => answer(request, { plans: planDetails }),
  )
  app.get(
    '/billing/subscription',
    {
      ...read,
      schema: { tags, summary: 'Get current subscription', response: { ...failures, 200: success(billing.subscription) } },
    },
    async (request) => answer(request, await readSubscription(deps, principalOf(request).userId)),
  )
  app.get(
    '/billing/history',
    {
      ...read,
      schema: {
        tags,
        summary: 'Get billing history',
        querystring: billing.pageQuery,
        response: { ...failures, 200: success(billing.history) },
      },
    },
    async (request) => answer(request, await readHistory(deps.store.stale, principalOf(request).userId, request.query)),
  )
  addChangeRoutes(server, deps, changes)
}

function addChangeRoutes(server: FastifyInstance, deps: BillingDeps, changes: PlanChanges): void {
  const app = server.withTypeProvider<ZodTypeProvider>()
  const write = { config: { access: 'billing:write' as const } }

  app.post(
    '/billing/subscription/preview',
    {
      ...write,
      schema: {
        tags,
        summary: 'What a change of plan costs, and when it applies',
        body: billing.previewBody,
        response: { ...failures, 200: success(billing.preview) },
      },
    },
    async (request) => answer(request, await changes.preview(principalOf(request).userId, request.body)),
  )
  app.put(
    '/billing/subscription',
    {
      ...write,
      schema: {
        tags,
        summary: 'Update subscription plan',
        body: billing.changeSubscriptionBody,
        response: { ...failures, 200: success(billing.changedSubscription) },
      },
    },
    async (request) => {
      const { row, paymentUrl } = await changes.change(principalOf(request).userId, request.body)
      return answer(request, { subscription: shownSubscription(row, deps), payment_url: paymentUrl })
    },
  )
}
