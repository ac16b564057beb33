import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { failures } from '../../../server/http/answer.ts'
import { createHttpApp } from '../../../server/http/http-app.ts'
import { describeRoutes } from '../../../server/http/openapi.ts'
import { success } from '../../../src-shared/api/envelope.ts'
import { type Route, routes } from '../../../src-shared/api/routes.ts'
import { newId } from '../../../src-shared/ids.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'
import { silentLog } from '../../helpers/server/silent-log.ts'

const server = await openTestServer()
afterAll(() => server[Symbol.asyncDispose]())

/** For Stripe and for Prometheus. */
const ofNoClient = ['POST /billing/webhook', 'GET /metrics']

const content = z.object({ content: z.record(z.string(), z.object({ schema: z.unknown() })) })
const described = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        security: z.unknown().optional(),
        parameters: z.array(z.looseObject({ in: z.string(), name: z.string() })).default([]),
        requestBody: z.unknown().optional(),
        responses: z.record(z.string(), content.catch({ content: {} })),
      }),
    ),
  ),
  components: z.object({ schemas: z.unknown() }),
})

/** What a client depends on, by the name of the route. */
function promisesOf(description: unknown) {
  const { paths, components } = described.parse(description)
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { responses, ...rest }]) => {
      const [, good] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? []
      return [`${method.toUpperCase()} ${path}`, { ...rest, answer: good?.content['application/json'] }] as const
    }),
  )
  return { operations: new Map<string, unknown>(operations), schemas: components.schemas }
}

/** A server that has nothing but the contract of the clients. */
async function describeContract() {
  const app = await createHttpApp({ corsOrigins: [], trustProxy: false, log: silentLog, isStopping: () => false })
  await describeRoutes(app)
  for (const [name, route] of Object.entries<Route>(routes)) {
    const [method = '', path = ''] = name.split(' ')
    const { params, query, body, data, isBare } = route
    app.route({
      ...{ method, url: path.replace(/\{(\w+)\}/g, ':$1'), config: { access: route.isPublic ? 'public' : 'account:read' } },
      schema: {
        ...{ ...(params && { params }), ...(query && { querystring: query }), ...(body && { body }) },
        response: { ...failures, 200: isBare ? data : success(data) },
      },
      handler: async () => undefined,
    })
  }
  await app.ready()
  return promisesOf(app.swagger())
}

const ofServer = promisesOf(server.app.swagger())
const ofContract = await describeContract()

test('clients know every route of the server, and none that it does not have', () => {
  const known = [...ofContract.operations.keys(), ...ofNoClient]

  expect(known.toSorted()).toEqual([...ofServer.operations.keys()].toSorted())
})

test.each([...ofContract.operations.keys()])('client and server mean the same by %s', (name) => {
  expect(ofServer.operations.get(name)).toMatchObject({ answer: expect.anything() })
  expect(ofContract.operations.get(name)).toEqual(ofServer.operations.get(name))
})

test('and by the shapes that several of them name', () => {
  expect(ofServer.schemas).toMatchObject(z.record(z.string(), z.unknown()).parse(ofContract.schemas))
})

/** What a route takes, by its part. */
const inputs = Object.entries<Route>(routes).flatMap(([name, { params, query, body }]) =>
  Object.entries({ params, query, body }).flatMap(([part, schema]) =>
    schema === undefined ? [] : [{ at: `${name} ${part}`, schema }],
  ),
)

/** The schemas of ids in it, however deep; of one that was made of another at the same place, the last. */
function idsIn(schema: z.ZodType): readonly z.core.$ZodType[] {
  const found = new Map<string, z.core.$ZodType>()
  z.toJSONSchema(schema, {
    ...{ io: 'input', unrepresentable: 'any' },
    override: ({ zodSchema, jsonSchema, path }) => void (jsonSchema.format === 'uuid' && found.set(path.join('.'), zodSchema)),
  })
  return [...found.values()]
}

test('an id that comes in may be spelled in capitals, whatever takes it, and is the same one', () => {
  const id = newId()
  const taking = inputs.map(({ at, schema }) => ({ at, ids: idsIn(schema) })).filter(({ ids }) => ids.length > 0)

  const read = taking.map(({ at, ids }) => [at, ids.map((each) => z.parse(each, id.toUpperCase()))])

  expect(taking.length).toBeGreaterThan(15)
  expect(read).toEqual(taking.map(({ at, ids }) => [at, ids.map(() => id)]))
})
