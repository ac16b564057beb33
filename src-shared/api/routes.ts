import { z } from 'zod'
import * as accounts from './accounts.ts'
import * as admin from './admin.ts'
import * as billing from './billing.ts'
import * as chat from './chat.ts'
import * as devices from './devices.ts'
import { health, readiness } from './health.ts'
import * as knowledge from './knowledge.ts'
import * as search from './search.ts'
import * as tasks from './tasks.ts'
import * as usage from './usage.ts'

/** A route as a client sees it: what it takes, and what is in its envelope when it went well. */
export interface Route {
  /** Whoever asks shows no token. */
  readonly isPublic?: true
  /** It answers without an envelope, whatever its status. */
  readonly isBare?: true
  readonly params?: z.ZodType
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  readonly data: z.ZodType
}

type Routes = Readonly<Record<`${Method} /${string}`, Route>>
export const method = z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])
export type Method = z.infer<typeof method>

const { done } = accounts
const ofUser = { params: admin.userParams, data: accounts.user } as const
const isPublic = true
const isBare = true

const accountRoutes = {
  'POST /auth/register': { isPublic, body: accounts.registerBody, data: accounts.registered },
  'POST /auth/login': { isPublic, body: accounts.loginBody, data: accounts.signedIn },
  'POST /auth/refresh': { isPublic, body: accounts.refreshBody, data: accounts.refreshed },
  'POST /auth/logout': { isPublic, body: accounts.logoutBody, data: done },
  'POST /auth/verify': { isPublic, body: accounts.verifyBody, data: done },
  'POST /auth/password/forgot': { isPublic, body: accounts.forgotBody, data: done },
  'POST /auth/password/reset': { isPublic, body: accounts.resetBody, data: done },
  'POST /auth/email/confirm': { isPublic, body: accounts.verifyBody, data: done },
  'GET /users/me': { data: accounts.user },
  'PATCH /users/me': { body: accounts.changeUserBody, data: done },
  'DELETE /users/me': { body: accounts.deleteUserBody, data: done },
  'POST /users/me/export': { data: tasks.taskStarted },
  'POST /users/me/email': { body: accounts.changeEmailBody, data: done },
  'POST /users/me/verification': { data: done },
  'GET /devices': { data: devices.deviceList },
  'PATCH /devices/{device_id}': { params: devices.deviceParams, body: devices.renameDeviceBody, data: done },
  'DELETE /devices/{device_id}': { params: devices.deviceParams, data: done },
  'GET /tasks/{task_id}': { params: tasks.taskParams, data: tasks.task },
} as const satisfies Routes

const billingRoutes = {
  'GET /billing/plans': { isPublic, data: billing.planList },
  'GET /billing/subscription': { data: billing.subscription },
  'PUT /billing/subscription': { body: billing.changeSubscriptionBody, data: billing.changedSubscription },
  'POST /billing/subscription/preview': { body: billing.previewBody, data: billing.preview },
  'GET /billing/history': { query: billing.pageQuery, data: billing.history },
  'POST /billing/checkout': { body: billing.checkoutBody, data: billing.hostedPage },
  'POST /billing/portal': { data: billing.hostedPage },
  'GET /billing/usage': { data: billing.usageSummary },
  'GET /billing/quota/{resource_type}': { params: billing.quotaParams, data: billing.quota },
  'POST /usage': { body: usage.usageBody, data: usage.usageTaken },
  'POST /usage/reservations': { body: usage.reserveBody, data: usage.reservation },
  'POST /usage/reservations/{reservation_id}/commit': {
    ...{ params: usage.reservationParams, body: usage.commitBody },
    data: done,
  },
  'DELETE /usage/reservations/{reservation_id}': { params: usage.reservationParams, data: done },
} as const satisfies Routes

const contentRoutes = {
  'GET /knowledge/documents': { query: knowledge.documentsQuery, data: knowledge.documentList },
  'POST /knowledge/documents': { body: knowledge.documentBody, data: knowledge.document },
  'GET /knowledge/documents/{document_id}': {
    params: knowledge.documentParams,
    data: knowledge.documentWithPassages,
  },
  'PUT /knowledge/documents/{document_id}': {
    ...{ params: knowledge.documentParams, body: knowledge.documentBody },
    data: knowledge.document,
  },
  'DELETE /knowledge/documents/{document_id}': { params: knowledge.documentParams, data: done },
  'POST /search/semantic': { body: search.semanticBody, data: search.semanticFound },
  'POST /search/hybrid': { body: search.hybridBody, data: search.hybridFound },
  'POST /chat/message': { body: chat.messageBody, data: chat.chatAnswer },
  'GET /chat/history': { query: chat.historyQuery, data: chat.chatHistory },
  'PUT /chat/history/{message_id}/feedback': { params: chat.messageParams, body: chat.feedbackBody, data: done },
  'GET /chat/conversations': { query: chat.conversationsQuery, data: chat.conversationList },
  'DELETE /chat/conversations/{session_id}': { params: chat.sessionParams, data: done },
} as const satisfies Routes

const operatorRoutes = {
  'GET /health': { isPublic, isBare, data: health },
  'GET /ready': { isPublic, isBare, data: readiness },
  'POST /admin/users/find': { body: admin.findUserBody, data: accounts.user },
  'GET /admin/users/{user_id}': ofUser,
  'PATCH /admin/users/{user_id}': { ...ofUser, body: admin.changeUserBody },
  'PUT /admin/users/{user_id}/plan': { ...ofUser, body: admin.grantPlanBody },
  'DELETE /admin/users/{user_id}': { ...ofUser, data: done },
  'POST /admin/keys/rotate': { data: admin.rotated },
  'POST /admin/reconcile': { data: done },
  'GET /admin/jobs/dead': { data: admin.deadJobs },
  'POST /admin/jobs/{job_id}/retry': { params: admin.jobParams, data: done },
} as const satisfies Routes

/**
 * What a client may ask of the server: by the names that its description has. A test compares it with that description, so neither has what the
 * other lacks. Left out is what no client asks: Stripe's webhook, `/metrics`, pages for a browser.
 */
export const routes = { ...accountRoutes, ...billingRoutes, ...contentRoutes, ...operatorRoutes }
export type RouteName = keyof typeof routes

type RouteOf<Name extends RouteName> = (typeof routes)[Name]
type Taken<Name extends RouteName, Part extends 'params' | 'body'> =
  RouteOf<Name> extends Readonly<Record<Part, infer Schema extends z.ZodType>>
    ? Readonly<Record<Part, Readonly<z.input<Schema>>>>
    : unknown
type TakenQuery<Name extends RouteName> =
  RouteOf<Name> extends { readonly query: infer Schema extends z.ZodType }
    ? { readonly query?: Partial<z.output<Schema>> }
    : unknown

/** What a call of the route needs. */
export type AskedOf<Name extends RouteName> = Taken<Name, 'params'> & Taken<Name, 'body'> & TakenQuery<Name>
/** What it answers. */
export type DataOf<Name extends RouteName> = z.output<RouteOf<Name>['data']>
