import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { type Health, health, readiness } from '../../src-shared/api/health.ts'
import { apiVersion } from '../http/answer.ts'
import type { Probe } from './probe.ts'

export interface HealthDeps {
  /** By the reference's names of the services. */
  readonly probes: ReadonlyMap<string, Probe>
  readonly models: () => Health['models']
  readonly search: () => Health['search']
  readonly isStopping: () => boolean
}

/** `/health` says that the process lives, also without its databases; `/ready` that it can do its work. */
export function addHealthRoutes(server: FastifyInstance, { probes, models, search, isStopping }: HealthDeps): void {
  const app = server.withTypeProvider<ZodTypeProvider>()
  const config = { access: 'public' as const }
  const tags = ['operations']

  app.get('/health', { config, schema: { tags, response: { 200: health } } }, async () => {
    const states = await Promise.all([...probes].map(async ([name, probe]) => [name, await probe.state()] as const))
    const report: Health = {
      status: states.every(([, state]) => state === 'healthy') ? 'healthy' : 'degraded',
      timestamp: new Date().toISOString(),
      version: apiVersion,
      services: Object.fromEntries(states),
      stores: Object.fromEntries([...probes].map(([name, { adapter }]) => [name, adapter])),
      models: models(),
      search: search(),
    }
    return report
  })

  app.get('/ready', { config, schema: { tags, response: { 200: readiness, 503: readiness } } }, async (_, reply) => {
    const isReady = !isStopping() && (await probes.get('postgres')?.state()) === 'healthy'
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not_ready' })
  })
}
