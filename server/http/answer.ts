import type { FastifyRequest } from 'fastify'
import type { Metadata } from '../../src-shared/api/envelope.ts'
import { failure } from '../../src-shared/api/envelope.ts'

/** Of the API, as the reference counts it; not of this program. */
export const apiVersion = '2.0.0'

/** What any route may answer besides its own. */
export const failures = { '4xx': failure, '5xx': failure }

export const metadataOf = (request: FastifyRequest): Metadata => ({
  timestamp: new Date().toISOString(),
  request_id: request.id,
  version: apiVersion,
})

export const answer = <Data>(request: FastifyRequest, data: Data) => ({
  status: 'success' as const,
  data,
  metadata: metadataOf(request),
})
