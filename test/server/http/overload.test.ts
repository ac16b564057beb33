import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { watchLateness } from '../../../server/http/overload.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'
import { waitFor } from '../../helpers/wait-for.ts'

function block(ms: number): void {
  const until = performance.now() + ms
  while (performance.now() < until);
}

test('a process that cannot keep up says so at once, but for its operators, and takes everything when it can again', async () => {
  await using server = await openTestServer({ environment: { HEARTH_MAX_EVENT_LOOP_DELAY_MS: '30' } })
  const ask = () => server.call('GET /billing/plans')
  expect((await ask()).status).toBe(200)
  const load = { isOn: true }
  const loading = (async () => {
    while (load.isOn) {
      block(60)
      await turn()
    }
  })()

  const refused = await waitFor('the refusal', async () => {
    const answered = await ask()
    return answered.status === 503 ? answered : undefined
  })
  const health = await server.call('GET /health')
  load.isOn = false
  await loading

  expect([refused.error?.code, refused.headers['retry-after'], health.status]).toEqual(['OVERLOADED', '2', 200])
  expect(await waitFor('the recovery', async () => ((await ask()).status === 200 ? true : undefined))).toBe(true)
})

test('one long stall is no overload, two in a row are, and one good look ends it', () => {
  const isOverloaded = watchLateness(200)

  expect([5, 700, 5, 700, 700, 700, 5, 700].map(isOverloaded)).toEqual([
    ...[false, false, false, false, true, true, false, false],
  ])
})
