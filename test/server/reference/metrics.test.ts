import { afterAll, describe, expect, test } from 'vitest'
import { newId } from '../../../src-shared/ids.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'
import { type Exposed, readExposition } from '../../helpers/server/read-exposition.ts'
import { metrics } from './reference-lists.ts'

const server = await openTestServer()
afterAll(() => server[Symbol.asyncDispose]())

const read = async (): Promise<Exposed> => readExposition((await server.call('GET /metrics')).text)

/** What it was before and after: of one series. */
async function moved(name: string, labels: Readonly<Record<string, string>>, work: () => Promise<unknown>) {
  const before = (await read()).value(name, labels) ?? 0
  await work()
  return { before, after: (await read()).value(name, labels) ?? 0 }
}

test.each(Object.entries(metrics))('%s has the type of the reference', async (name, { type }) => {
  expect((await read()).typeOf(name)).toBe(type)
})

describe('each moves with what it counts, by the labels of the reference:', () => {
  test('api_requests_total by method, endpoint and status', async () => {
    const labels = { method: 'GET', endpoint: '/billing/quota/:resource_type', status: '401' }

    const { before, after } = await moved('api_requests_total', labels, () => server.call('GET /billing/quota/messages'))

    expect(after - before).toBe(1)
    expect((await read()).labelsOf('api_requests_total')).toEqual(metrics.api_requests_total?.labels)
  })

  test('api_request_duration_seconds by method and endpoint', async () => {
    const labels = { method: 'GET', endpoint: '/billing/plans' }

    const count = await moved('api_request_duration_seconds_count', labels, () => server.call('GET /billing/plans'))
    const sum = await moved('api_request_duration_seconds_sum', labels, () => server.call('GET /billing/plans'))

    expect(count.after - count.before).toBe(1)
    expect(sum.after).toBeGreaterThan(sum.before)
    expect((await read()).labelsOf('api_request_duration_seconds_sum')).toEqual(metrics.api_request_duration_seconds?.labels)
  })

  test('active_subscriptions by plan, also when the last one leaves it for another', async () => {
    const { token } = await server.signUp()
    const changeTo = (plan_type: string) => () =>
      server.call('PUT /billing/subscription', { token, body: { plan_type, billing_cycle: 'monthly' } })
    const free = (await read()).value('active_subscriptions', { plan_type: 'free' }) ?? 0

    const pro = await moved('active_subscriptions', { plan_type: 'pro' }, changeTo('pro'))
    const left = await moved('active_subscriptions', { plan_type: 'pro' }, changeTo('enterprise'))

    expect([pro.before, pro.after, left.after]).toEqual([0, 1, 0])
    expect((await read()).value('active_subscriptions', { plan_type: 'free' }) ?? 0).toBe(free - 1)
    expect((await read()).labelsOf('active_subscriptions')).toEqual(metrics.active_subscriptions?.labels)
  })

  test('resource_usage_total by resource and plan, also where a device tells of it', async () => {
    const { token } = await server.signUp()
    const labels = { resource_type: 'api_calls', plan_type: 'free' }
    const use = { usage_id: newId(), resource_type: 'api_calls', quantity: 7, occurred_at: '2026-03-10T10:00:00Z' }

    const { before, after } = await moved('resource_usage_total', labels, () =>
      server.call('POST /usage', { token, body: { records: [use] } }),
    )

    expect(after - before).toBe(7)
    expect((await read()).labelsOf('resource_usage_total')).toEqual(metrics.resource_usage_total?.labels)
  })

  test('db_connection_pool_size by database', async () => {
    const exposed = await read()

    expect(exposed.value('db_connection_pool_size', { database: 'postgres' })).toBe(1)
    expect(exposed.typeOf('db_connection_pool_size')).toBe('gauge')
    expect(exposed.labelsOf('db_connection_pool_size')).toEqual(metrics.db_connection_pool_size?.labels)
  })

  test('cache_hit_rate in per cent by the kind of key', async () => {
    const { token } = await server.signUp()
    const labels = { cache_type: 'subscription' }
    const look = () => server.call('GET /billing/subscription', { token })

    const missed = await moved('cache_hit_rate', labels, look)
    const hit = await moved('cache_hit_rate', labels, look)

    expect(hit.after).toBeGreaterThan(missed.after)
    expect(hit.after).toBeLessThanOrEqual(100)
    expect((await read()).labelsOf('cache_hit_rate')).toEqual(metrics.cache_hit_rate?.labels)
  })
})
