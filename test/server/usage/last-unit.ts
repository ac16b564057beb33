import { expect } from 'vitest'
import { registered } from '../../../src-shared/api/accounts.ts'
import { reservation } from '../../../src-shared/api/usage.ts'
import { newId } from '../../../src-shared/ids.ts'
import { ask } from '../../helpers/server/start-server.ts'

const one = { resource_type: 'background_tasks', quantity: 1 }

/** Of ten units of a new account nine are used at one server; then a hundred ask for the last one at once, at all of them. */
export async function expectLastUnitTakenOnce(urls: readonly [string, ...string[]]): Promise<void> {
  const [first, last] = [urls[0], urls.at(-1) ?? urls[0]]
  const body = { email: `${newId()}@example.org`, password: 'long enough' }
  const { access_token: token } = registered.parse((await ask(first, 'POST /auth/register', { body })).data)
  const held = await ask(last, 'POST /usage/reservations', { token, body: { ...one, quantity: 9 } })
  const { reservation_id } = reservation.parse(held.data)
  await ask(first, `POST /usage/reservations/${reservation_id}/commit`, { token, body: { quantity: 9 } })

  const all = await Promise.all(
    Array.from({ length: 100 }, (_, n) => ask(urls[n % urls.length] ?? first, 'POST /usage/reservations', { token, body: one })),
  )

  expect(all.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(all.filter(({ error }) => error?.code === 'QUOTA_EXCEEDED')).toHaveLength(99)
}
