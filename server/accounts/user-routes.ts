import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { changeUserBody, deleteUserBody, done, user } from '../../src-shared/api/accounts.ts'
import { success } from '../../src-shared/api/envelope.ts'
import { answer, failures } from '../http/answer.ts'
import { principalOf } from '../http/authenticate.ts'
import type { AccountDeps } from './account-deps.ts'
import { changePassword, deleteAccount, readUser } from './change-account.ts'

const tags = ['accounts']

/** `/users/me`: the account of whoever asks; there is no other id in the path to ask for. */
export function addUserRoutes(server: FastifyInstance, deps: AccountDeps): void {
  const app = server.withTypeProvider<ZodTypeProvider>()
  const response = { ...failures, 200: success(done) }
  const read = { config: { access: 'account:read' as const } }
  const write = { config: { access: 'account:write' as const } }

  app.get(
    '/users/me',
    { ...read, schema: { tags, summary: 'The own account', response: { ...failures, 200: success(user) } } },
    async (request) => answer(request, await readUser(deps, principalOf(request).userId)),
  )
  app.patch(
    '/users/me',
    { ...write, schema: { tags, summary: 'Change the password', body: changeUserBody, response } },
    async (request) => {
      await changePassword(deps, principalOf(request).userId, request.body)
      return answer(request, { done: true as const })
    },
  )
  app.delete(
    '/users/me',
    { ...write, schema: { tags, summary: 'Delete the account', body: deleteUserBody, response } },
    async (request) => {
      await deleteAccount(deps, principalOf(request).userId, request.body)
      return answer(request, { done: true as const })
    },
  )
}
