import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { done } from '../../src-shared/api/accounts.ts'
import * as chat from '../../src-shared/api/chat.ts'
import { success } from '../../src-shared/api/envelope.ts'
import { answer, failures } from '../http/answer.ts'
import { principalOf } from '../http/authenticate.ts'
import { deleteConversation, giveFeedback, type HistoryDeps, listConversations, readHistory } from './read-history.ts'

const tags = ['chat']
const read = { config: { access: 'chat:read' as const } }
const write = { config: { access: 'chat:write' as const } }

/** What was said, of whoever asks. */
export function addHistoryRoutes(server: FastifyInstance, deps: HistoryDeps): void {
  const app = server.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/chat/history',
    {
      ...read,
      schema: {
        ...{ tags, summary: 'Get conversation history', querystring: chat.historyQuery },
        response: { ...failures, 200: success(chat.chatHistory) },
      },
    },
    async (request) => answer(request, await readHistory(deps, principalOf(request).userId, request.query)),
  )
  app.get(
    '/chat/conversations',
    {
      ...read,
      schema: {
        ...{ tags, summary: 'List conversations, that with the latest message first', querystring: chat.conversationsQuery },
        response: { ...failures, 200: success(chat.conversationList) },
      },
    },
    async (request) => answer(request, await listConversations(deps, principalOf(request).userId, request.query)),
  )
  app.delete(
    '/chat/conversations/:session_id',
    {
      ...write,
      schema: {
        ...{ tags, summary: 'Delete a conversation with its messages', params: chat.sessionParams },
        response: { ...failures, 200: success(done) },
      },
    },
    async (request) => {
      await deleteConversation(deps, principalOf(request).userId, request.params.session_id)
      return answer(request, { done: true as const })
    },
  )
  app.put(
    '/chat/history/:message_id/feedback',
    {
      ...write,
      schema: {
        ...{ tags, summary: 'Say whether an answer helped', params: chat.messageParams, body: chat.feedbackBody },
        response: { ...failures, 200: success(done) },
      },
    },
    async (request) => {
      const { message_id } = request.params
      await giveFeedback(deps, principalOf(request).userId, { ...request.body, message_id })
      return answer(request, { done: true as const })
    },
  )
}
