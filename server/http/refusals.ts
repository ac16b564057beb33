import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type ApiErrorCode, apiErrors, isApiErrorCode } from '../../src-shared/api/api-error.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Log } from '../log.ts'
import { metadataOf } from './answer.ts'

interface Refusal {
  readonly code: ApiErrorCode
  readonly details: Readonly<Record<string, unknown>>
}

/** Whatever goes wrong leaves in one shape. What is not foreseen becomes INTERNAL and is logged without its message, which may quote a person. */
export function refuseInOneShape(app: FastifyInstance, log: Log): void {
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error)
    tellUnforeseen({ error, refusal, request, log })
    return refuse({ request, reply, refusal })
  })
  app.setNotFoundHandler((request, reply) => refuse({ request, reply, refusal: { code: 'NOT_FOUND', details: {} } }))
}

/** An address that cannot be decoded finds no route, so none of the hooks sees it. */
export const refuseAddress =
  (log: Log) =>
  (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    const refusal = refusalOf(error)
    log.info({ request_id: request.id, method: request.method, status: apiErrors[refusal.code].status }, 'request')
    void refuse({ request, reply: reply.header('x-request-id', request.id), refusal })
  }

/** The same for an answer that has begun already, which can only end with it. */
export function failureOf(error: unknown, { request, log }: { readonly request: FastifyRequest; readonly log: Log }) {
  const refusal = refusalOf(error)
  tellUnforeseen({ error, refusal, request, log })
  return failureBody(request, refusal)
}

interface Unforeseen {
  readonly error: unknown
  readonly refusal: Refusal
  readonly request: FastifyRequest
  readonly log: Log
}

function tellUnforeseen({ error, refusal, request, log }: Unforeseen): void {
  if (refusal.code === 'INTERNAL')
    log.error({ request_id: request.id, route: routeOf(request), ...traceOf(error) }, 'a request failed')
}

const failureBody = (request: FastifyRequest, { code, details }: Refusal) => ({
  status: 'error' as const,
  error: { code, message: apiErrors[code].message, details: { ...details } },
  metadata: metadataOf(request),
})

export const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? 'unknown'

interface Refusing {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly refusal: Refusal
}

function refuse({ request, reply, refusal }: Refusing): FastifyReply {
  const { code, details } = refusal
  const { status } = apiErrors[code]
  const wait = retryAfter.safeParse(details)
  if (wait.success) void reply.header('retry-after', wait.data.retry_after)
  if (status === 401) void reply.header('www-authenticate', 'Bearer')
  // Without the serialiser of the route: a refusal is the same on all of them.
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .serializer((body) => JSON.stringify(body))
    .send(failureBody(request, refusal))
}

const retryAfter = z.object({ retry_after: z.int() })
const details = z.record(z.string(), z.unknown()).catch({})

function refusalOf(error: unknown): Refusal {
  if (error instanceof AppError && isApiErrorCode(error.code)) return { code: error.code, details: details.parse(error.data) }
  if (hasZodFastifySchemaValidationErrors(error)) return invalid(error.validation)
  return { code: codeOfFramework(error), details: {} }
}

type Issues = Extract<FastifyError['validation'], readonly unknown[]>

const unknownKeys = z.object({ keys: z.array(z.string()) })

function invalid(validation: Issues): Refusal {
  const issues = validation.map(({ instancePath, params, message = '' }) => {
    const parent = instancePath.replace(/^\//, '').replaceAll('/', '.')
    const surplus = unknownKeys.safeParse(params)
    const field = surplus.success ? [parent, surplus.data.keys[0]].filter(Boolean).join('.') : parent
    // The key is of the caller: it is named, but a long one is not sent back whole.
    return { field: field.slice(0, 100), problem: surplus.success ? 'unknown field' : message }
  })
  return { code: 'VALIDATION_FAILED', details: { field: issues[0]?.field ?? '', issues } }
}

const frameworkError = z.object({ code: z.string().optional(), statusCode: z.int().optional() })

function codeOfFramework(error: unknown): ApiErrorCode {
  const { code, statusCode = 500 } = frameworkError.catch({}).parse(error)
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return 'PAYLOAD_TOO_LARGE'
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return 'UNSUPPORTED_MEDIA_TYPE'
  return statusCode >= 400 && statusCode < 500 ? 'BAD_REQUEST' : 'INTERNAL'
}

/** The name, a code and where it came from. */
function traceOf(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { name: typeof error }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return {
    name: error.name,
    code: frameworkError.catch({}).parse(error).code,
    frames: frames.slice(0, 8).map((line) => line.trim()),
  }
}
