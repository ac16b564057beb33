import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { chatAnswer, chatEvent, messageBody } from '../../src-shared/api/chat.ts'
import { success } from '../../src-shared/api/envelope.ts'
import { answer, failures } from '../http/answer.ts'
import { principalOf } from '../http/authenticate.ts'
import { failureOf } from '../http/refusals.ts'
import { untilGone } from '../http/until-gone.ts'
import type { Log } from '../log.ts'
import type { AnswerRuns } from './answer-runs.ts'
import type { AskedMessage } from './asked-message.ts'
import { openEventStream } from './event-stream.ts'

export interface MessageRouteDeps {
  readonly runs: AnswerRuns
  readonly log: Log
}

const eventStream = 'text/event-stream'

/** `/chat/message`: whole, or as it is written to whoever accepts events. */
export function addMessageRoute(server: FastifyInstance, deps: MessageRouteDeps): void {
  const response = { 'application/json': { schema: success(chatAnswer) }, [eventStream]: { schema: chatEvent } }
  server.withTypeProvider<ZodTypeProvider>().post(
    '/chat/message',
    {
      config: { access: 'chat:write' },
      schema: {
        tags: ['chat'],
        summary: 'Send chat message; with Accept: text/event-stream the answer comes as it is written',
        body: messageBody,
        response: { ...failures, 200: { description: 'The answer', content: response } },
      },
    },
    async (request, reply) => {
      const { userId, plan } = principalOf(request)
      const { message, session_id: sessionId, message_id: messageId, use_rag: useRag } = request.body
      const asked = { userId, plan, message, sessionId, messageId, useRag }
      if (request.headers.accept?.includes(eventStream) === true) return streamAnswer(deps, asked, { request, reply })
      const unheard = { signal: untilGone(reply), onStarted: () => undefined, onText: () => undefined }
      return answer(request, await deps.runs.answer(asked, unheard))
    },
  )
}

interface Exchange {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** What is refused before the first event is refused as on any other route; later it is the last event. */
async function streamAnswer({ runs, log }: MessageRouteDeps, asked: AskedMessage, { request, reply }: Exchange) {
  const { body, send, end } = openEventStream()
  const started = Promise.withResolvers<void>()
  const running = runs.answer(asked, {
    signal: untilGone(reply),
    onStarted(data) {
      send({ event: 'started', data })
      started.resolve()
    },
    onText: (text) => send({ event: 'text', data: { text } }),
  })
  try {
    await Promise.race([started.promise, running])
  } catch (error) {
    body.destroy()
    throw error
  }
  void running
    .then(
      (data) => send({ event: 'done', data }),
      (error: unknown) => send({ event: 'failed', data: failureOf(error, { request, log }) }),
    )
    .finally(end)
  return reply
    .type(`${eventStream}; charset=utf-8`)
    .headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    .send(body)
}
