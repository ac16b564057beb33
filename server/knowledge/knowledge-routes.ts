import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { done } from '../../src-shared/api/accounts.ts'
import { success } from '../../src-shared/api/envelope.ts'
import * as knowledge from '../../src-shared/api/knowledge.ts'
import { newId } from '../../src-shared/ids.ts'
import { answer, failures } from '../http/answer.ts'
import { principalOf } from '../http/authenticate.ts'
import { parseLargeBodies } from '../http/parse-body.ts'
import { untilGone } from '../http/until-gone.ts'
import { deleteDocument, listDocuments, type Putting, putDocument, readDocument } from './documents.ts'
import type { KnowledgeDeps } from './knowledge-deps.ts'

const tags = ['knowledge']
const read = { config: { access: 'knowledge:read' as const } }
/** A document with its vectors. */
const bodyLimit = 32 * 1024 * 1024
const write = { config: { access: 'knowledge:write' as const } }

/** `/knowledge/documents`: what is searched. Reading and deleting one's own is never counted or refused. */
export function addKnowledgeRoutes(server: FastifyInstance, deps: KnowledgeDeps): void {
  const app = server.withTypeProvider<ZodTypeProvider>()
  const params = knowledge.documentParams

  app.get(
    '/knowledge/documents',
    {
      ...read,
      schema: {
        ...{ tags, summary: 'The own documents, newest first', querystring: knowledge.documentsQuery },
        response: { ...failures, 200: success(knowledge.documentList) },
      },
    },
    async (request) => answer(request, await listDocuments(deps, principalOf(request).userId, request.query)),
  )
  app.get(
    '/knowledge/documents/:document_id',
    {
      ...read,
      schema: {
        ...{ tags, summary: 'A document with its passages', params },
        response: { ...failures, 200: success(knowledge.documentWithPassages) },
      },
    },
    async (request) => answer(request, await readDocument(deps, keyOf(request, request.params.document_id))),
  )
  app.delete(
    '/knowledge/documents/:document_id',
    { ...write, schema: { tags, summary: 'Delete a document', params, response: { ...failures, 200: success(done) } } },
    async (request) => {
      await deleteDocument(deps, keyOf(request, request.params.document_id))
      return answer(request, { done: true as const })
    },
  )
  // Theirs alone, with bodies that are parsed apart.
  void server.register(async (scope) => {
    parseLargeBodies(scope)
    addPuttingRoutes(scope, deps)
  })
}

function addPuttingRoutes(server: FastifyInstance, deps: KnowledgeDeps): void {
  const app = server.withTypeProvider<ZodTypeProvider>()
  const put = (request: FastifyRequest, reply: FastifyReply, putting: Putting) =>
    deps.meter(principalOf(request), () => putDocument(deps, putting, untilGone(reply)))

  app.post(
    '/knowledge/documents',
    {
      ...{ ...write, bodyLimit },
      schema: {
        ...{ tags, summary: 'Add a document: a text, or passages with their embeddings', body: knowledge.documentBody },
        response: { ...failures, 201: success(knowledge.document) },
      },
    },
    async (request, reply) => {
      const putting = { key: keyOf(request, newId(deps.now())), body: request.body, isNewId: true }
      return reply.code(201).send(answer(request, await put(request, reply, putting)))
    },
  )
  app.put(
    '/knowledge/documents/:document_id',
    {
      ...{ ...write, bodyLimit },
      schema: {
        ...{ tags, summary: 'Put a document in the place of what has this id, if anything has' },
        ...{ params: knowledge.documentParams, body: knowledge.documentBody },
        response: { ...failures, 200: success(knowledge.document) },
      },
    },
    async (request, reply) => {
      const putting = { key: keyOf(request, request.params.document_id), body: request.body, isNewId: false }
      return answer(request, await put(request, reply, putting))
    },
  )
}

const keyOf = (request: FastifyRequest, document_id: string) => ({ user_id: principalOf(request).userId, document_id })
