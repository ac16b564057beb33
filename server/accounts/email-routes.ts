import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { changeEmailBody, done, verifyBody } from '../../src-shared/api/accounts.ts'
import { success } from '../../src-shared/api/envelope.ts'
import { answer, failures } from '../http/answer.ts'
import { principalOf } from '../http/authenticate.ts'
import { languageOf } from '../mail/letters.ts'
import type { AccountDeps } from './account-deps.ts'
import { type Asking, askForEmail, confirmEmail, sendVerification } from './change-email.ts'

const tags = ['accounts']

/** The address of an account: confirming it, and having another one. */
export function addEmailRoutes(server: FastifyInstance, deps: AccountDeps): void {
  const app = server.withTypeProvider<ZodTypeProvider>()
  const response = { ...failures, 200: success(done) }
  const write = { config: { access: 'account:write' as const } }
  const isDone = (request: FastifyRequest) => answer(request, { done: true as const })

  app.post(
    '/users/me/verification',
    { ...write, schema: { tags, summary: 'Mail the code for the e-mail address once more', response } },
    async (request) => {
      sendVerification(deps, askingOf(request))
      return isDone(request)
    },
  )
  app.post(
    '/users/me/email',
    { ...write, schema: { tags, summary: 'Mail a code to a new e-mail address', body: changeEmailBody, response } },
    async (request) => {
      await askForEmail(deps, askingOf(request), request.body)
      return isDone(request)
    },
  )
  app.post(
    '/auth/email/confirm',
    {
      config: { access: 'public' },
      schema: { tags, summary: 'Take the new e-mail address with the code', body: verifyBody, response },
    },
    async (request) => {
      await confirmEmail(deps, request.body.token, languageOf(request.headers['accept-language']))
      return isDone(request)
    },
  )
}

const askingOf = (request: FastifyRequest): Asking => ({
  userId: principalOf(request).userId,
  language: languageOf(request.headers['accept-language']),
})
