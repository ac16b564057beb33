import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import * as accounts from '../../src-shared/api/accounts.ts'
import { success } from '../../src-shared/api/envelope.ts'
import { answer, failures } from '../http/answer.ts'
import { clientAddress } from '../http/client-address.ts'
import { languageOf } from '../mail/letters.ts'
import type { AccountDeps } from './account-deps.ts'
import { forgetPassword, resetPassword } from './change-account.ts'
import { type Caller, register, verifyEmail } from './register.ts'
import { refresh, signIn, signOut } from './sign-in.ts'

const config = { access: 'public' as const }
const tags = ['accounts']
const done = { done: true as const }

/** `/auth/…`: everything that is done before there is an access token. */
export function addAccountRoutes(server: FastifyInstance, deps: AccountDeps): void {
  const app = server.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/auth/register',
    {
      config,
      schema: {
        tags,
        summary: 'Register new user',
        body: accounts.registerBody,
        response: { ...failures, 201: success(accounts.registered) },
      },
    },
    async (request, reply) => reply.code(201).send(answer(request, await register(deps, request.body, callerOf(request)))),
  )
  app.post(
    '/auth/login',
    {
      config,
      schema: {
        tags,
        summary: 'User login',
        body: accounts.loginBody,
        response: { ...failures, 200: success(accounts.signedIn) },
      },
    },
    async (request) => answer(request, await signIn(deps, request.body, clientAddress(request))),
  )
  app.post(
    '/auth/refresh',
    {
      config,
      schema: {
        tags,
        summary: 'Refresh access token',
        body: accounts.refreshBody,
        response: { ...failures, 200: success(accounts.refreshed) },
      },
    },
    async (request) => answer(request, await refresh(deps, request.body.refresh_token)),
  )
  addEndingRoutes(server, deps)
  addPasswordRoutes(server, deps)
}

function addEndingRoutes(server: FastifyInstance, deps: AccountDeps): void {
  const app = server.withTypeProvider<ZodTypeProvider>()
  const response = { ...failures, 200: success(accounts.done) }
  app.post(
    '/auth/logout',
    { config, schema: { tags, summary: 'End this sign-in', body: accounts.logoutBody, response } },
    async (request) => {
      await signOut(deps, request.body.refresh_token)
      return answer(request, done)
    },
  )
  app.post(
    '/auth/verify',
    { config, schema: { tags, summary: 'Confirm the e-mail address', body: accounts.verifyBody, response } },
    async (request) => {
      await verifyEmail(deps, request.body.token)
      return answer(request, done)
    },
  )
}

function addPasswordRoutes(server: FastifyInstance, deps: AccountDeps): void {
  const app = server.withTypeProvider<ZodTypeProvider>()
  const response = { ...failures, 200: success(accounts.done) }
  app.post(
    '/auth/password/forgot',
    { config, schema: { tags, summary: 'Mail a code for a new password', body: accounts.forgotBody, response } },
    async (request) => {
      forgetPassword(deps, request.body.email, callerOf(request))
      return answer(request, done)
    },
  )
  app.post(
    '/auth/password/reset',
    { config, schema: { tags, summary: 'Set a new password with the code', body: accounts.resetBody, response } },
    async (request) => {
      await resetPassword(deps, request.body.token, request.body.password)
      return answer(request, done)
    },
  )
}

const callerOf = (request: FastifyRequest): Caller => ({
  address: clientAddress(request),
  language: languageOf(request.headers['accept-language']),
})
