import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { apiVersion } from './answer.ts'

/** Before the routes: it listens to them being added. */
export async function describeRoutes(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Hearth server', version: apiVersion, description: 'Accounts, plans, quota and usage.' },
      components: { securitySchemes: { BearerAuth: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    },
    transform: (route) => {
      const { schema, url } = jsonSchemaTransform(route)
      const isPublic = route.route.config?.access === 'public'
      return { schema: isPublic ? schema : { ...schema, security: [{ BearerAuth: [] }] }, url }
    },
    transformObject: jsonSchemaTransformObject,
  })
}

export function serveOpenApi(app: FastifyInstance): void {
  app.get('/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, async (_, reply) =>
    reply.type('application/json; charset=utf-8').send(JSON.stringify(app.swagger())),
  )
}
