import { z } from 'zod'

export interface BenchUser {
  readonly id: string
  readonly token: string
}

const registered = z.object({ data: z.object({ user_id: z.uuid(), access_token: z.string() }) })
const atOnce = 8

export const password = 'a long password of the bench'
export const emailOf = (n: number): string => `bench-${n}@example.org`

/** Registered over HTTP, each from an address of its own: the server trusts this machine as a proxy. */
export async function registerUsers(url: string, count: number): Promise<readonly BenchUser[]> {
  const users: BenchUser[] = []
  let next = 0
  const client = async () => {
    for (let n = next++; n < count; n = next++) users.push(await register(url, n))
  }
  await Promise.all(Array.from({ length: atOnce }, client))
  return users
}

async function register(url: string, n: number): Promise<BenchUser> {
  const response = await fetch(`${url}/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': addressOf(n) },
    body: JSON.stringify({ email: emailOf(n), password }),
  })
  if (!response.ok) throw new Error(`registering failed: ${response.status} ${await response.text()}`)
  const { data } = registered.parse(await response.json())
  return { id: data.user_id, token: data.access_token }
}

export const addressOf = (n: number): string => `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`
