import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { done } from '../../src-shared/api/accounts.ts'
import { deviceList, deviceParams, renameDeviceBody } from '../../src-shared/api/devices.ts'
import { success } from '../../src-shared/api/envelope.ts'
import { answer, failures } from '../http/answer.ts'
import { principalOf } from '../http/authenticate.ts'
import type { AccountDeps } from './account-deps.ts'
import { listDevices, renameDevice, revokeDevice } from './devices.ts'

const tags = ['accounts']

/** `/devices`: where somebody is signed in. */
export function addDeviceRoutes(server: FastifyInstance, deps: AccountDeps): void {
  const app = server.withTypeProvider<ZodTypeProvider>()
  const one = { tags, params: deviceParams, response: { ...failures, 200: success(done) } }
  const read = { config: { access: 'account:read' as const } }
  const write = { config: { access: 'account:write' as const } }
  const isDone = (request: FastifyRequest) => answer(request, { done: true as const })

  app.get(
    '/devices',
    { ...read, schema: { tags, summary: 'The own devices', response: { ...failures, 200: success(deviceList) } } },
    async (request) => answer(request, { items: await listDevices(deps, principalOf(request)) }),
  )
  app.patch(
    '/devices/:device_id',
    { ...write, schema: { ...one, summary: 'Name a device', body: renameDeviceBody } },
    async (request) => {
      const { userId } = principalOf(request)
      await renameDevice(deps, request.params.device_id, { userId, name: request.body.name })
      return isDone(request)
    },
  )
  app.delete('/devices/:device_id', { ...write, schema: { ...one, summary: 'Sign a device out for good' } }, async (request) => {
    await revokeDevice(deps, request.params.device_id, principalOf(request).userId)
    return isDone(request)
  })
}
