import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import * as billing from '../../../src-shared/api/billing.ts'
import { success } from '../../../src-shared/api/envelope.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { answer, failures } from '../../http/answer.ts'
import { principalOf } from '../../http/authenticate.ts'
import type { PlanChoice } from '../proration.ts'
import type { Returning } from './checkout.ts'
import type { SignedEvent } from './receive-event.ts'
import { returnPage } from './return-page.ts'

export interface Payments {
  checkout(userId: string, wanted: PlanChoice & Returning): Promise<string>
  portal(userId: string, returning: Returning): Promise<string>
  receive(event: SignedEvent): Promise<void>
}

export interface PaymentRoutesDeps {
  /** Undefined: nobody takes money here. */
  readonly payments: Payments | undefined
  /** Where browsers reach this server; undefined: where the request did. */
  readonly publicUrl: string | undefined
}

const tags = ['billing']
const returnPath = '/billing/return'

export function addPaymentRoutes(server: FastifyInstance, { payments, publicUrl }: PaymentRoutesDeps): void {
  const app = server.withTypeProvider<ZodTypeProvider>()
  const write = { config: { access: 'billing:write' as const } }
  const page = { ...failures, 201: success(billing.hostedPage) }
  const returnUrl = (request: FastifyRequest) => returnUrlBelow(publicUrl ?? `${request.protocol}://${request.host}`)

  app.post(
    '/billing/checkout',
    { ...write, schema: { tags, summary: 'A page where a plan is paid', body: billing.checkoutBody, response: page } },
    async (request, reply) => {
      const wanted = { ...request.body, returnUrl: returnUrl(request) }
      const url = await required(payments).checkout(principalOf(request).userId, wanted)
      return reply.code(201).send(answer(request, { url }))
    },
  )
  app.post(
    '/billing/portal',
    { ...write, schema: { tags, summary: 'A page with invoices, cards and cancelling', response: page } },
    async (request, reply) => {
      const url = await required(payments).portal(principalOf(request).userId, { returnUrl: returnUrl(request) })
      return reply.code(201).send(answer(request, { url }))
    },
  )
  app.get(returnPath, { config: { access: 'public' }, schema: { hide: true } }, async (request, reply) =>
    reply.type('text/html; charset=utf-8').send(returnPage(request.headers['accept-language'])),
  )
  app.register(async (scope) => addWebhook(scope, payments))
}

/** A server may be reached below a path. Errors: `BAD_REQUEST` for a host that is none. */
function returnUrlBelow(base: string): string {
  const folder = base.endsWith('/') ? base : `${base}/`
  if (!URL.canParse(folder)) throw new AppError('BAD_REQUEST')
  return new URL(`.${returnPath}`, folder).toString()
}

/** In a scope of its own, where a body stays as it came: the signature is of its bytes. */
function addWebhook(scope: FastifyInstance, payments: Payments | undefined): void {
  scope.removeContentTypeParser('application/json')
  scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, body, done) => done(null, body))
  scope.withTypeProvider<ZodTypeProvider>().post(
    '/billing/webhook',
    {
      config: { access: 'public' },
      // As all of operations it is not counted: Stripe sends from few addresses, and often.
      schema: { tags: ['operations'], summary: 'What Stripe tells', response: { ...failures, 200: success(billing.eventTaken) } },
    },
    async (request) => {
      const signature = request.headers['stripe-signature']
      if (!Buffer.isBuffer(request.body) || typeof signature !== 'string') throw new AppError('INVALID_SIGNATURE')
      await required(payments).receive({ raw: request.body, signature })
      return answer(request, { received: true as const })
    },
  )
}

function required(payments: Payments | undefined): Payments {
  if (payments === undefined) throw new AppError('PAYMENTS_NOT_OFFERED')
  return payments
}
