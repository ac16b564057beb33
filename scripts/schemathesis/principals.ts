import { z } from 'zod'
import type { Account, SchemaServer } from './start-server.ts'

export interface AskingPrincipal {
  readonly name: 'nobody' | 'user' | 'admin'
  readonly headers: Readonly<Record<string, string>>
}

/** What may end the sign-in of whoever asks, once an answer has told its ids. */
export const ending = [
  ...['DELETE /devices/{device_id}', 'DELETE /users/me', 'PATCH /admin/users/{user_id}', 'DELETE /admin/users/{user_id}'],
]

/** Someone whose token is refused asks nothing that is worth an answer. */
export async function isStillThere(url: string, { name, headers }: AskingPrincipal): Promise<boolean> {
  return name === 'nobody' || (await fetch(`${url}/users/me`, { headers })).ok
}

const signedIn = z.object({ data: z.object({ access_token: z.string() }) })

/** Without a token, with a user's, and with an administrator's. */
export async function askAs({ url, admin }: SchemaServer): Promise<readonly AskingPrincipal[]> {
  const user = { email: 'user@example.org', password: 'long enough for a user' }
  await post(`${url}/auth/register`, user)
  const headersOf = async (account: Account) => {
    const { data } = signedIn.parse(await post(`${url}/auth/login`, account))
    return { Authorization: `Bearer ${data.access_token}` }
  }
  return [
    { name: 'nobody', headers: {} },
    { name: 'user', headers: await headersOf(user) },
    { name: 'admin', headers: await headersOf(admin) },
  ]
}

async function post(url: string, body: object): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
  return response.json()
}
