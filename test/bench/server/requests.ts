import { addressOf, type BenchUser, emailOf, password } from './bench-users.ts'
import type { LoadRequest } from './load-contract.ts'

const as = ({ token }: BenchUser) => ({ authorization: `Bearer ${token}` })

export const quotaOf = (user: BenchUser): LoadRequest => ({
  ...{ method: 'GET', path: '/billing/quota/messages', headers: as(user) },
})

export const usageOf = (user: BenchUser): LoadRequest => ({
  ...{ method: 'POST', path: '/usage', headers: as(user) },
  body: '{"records":[{"usage_id":"{uuid}","resource_type":"messages","quantity":1,"occurred_at":"{now}"}]}',
})

const read =
  (path: string) =>
  (user: BenchUser): LoadRequest => ({ method: 'GET', path, headers: as(user) })

export const loginOf = (n: number): LoadRequest => ({
  ...{ method: 'POST', path: '/auth/login', headers: { 'x-forwarded-for': addressOf(n) } },
  body: JSON.stringify({ email: emailOf(n), password }),
})

/** The same of a bare route, which asks nobody who he is. */
export const bareQuotaOf = ({ id }: BenchUser): LoadRequest => ({ method: 'GET', path: `/quota/${id}`, headers: {} })
export const bareUsageOf = ({ id }: BenchUser): LoadRequest => ({ method: 'POST', path: `/usage/${id}`, headers: {}, body: '{}' })

type RequestOf = (user: BenchUser, n: number) => LoadRequest

/** Of each hundred requests: what a client asks before and after an answer, what its pages show, and one that signs in. */
const shares: readonly (readonly [number, RequestOf])[] = [
  [45, quotaOf],
  [20, usageOf],
  [12, read('/billing/subscription')],
  [10, read('/billing/usage')],
  [7, read('/users/me')],
  [5, read('/billing/history')],
  [1, (_, n) => loginOf(n)],
]

/** The mixed profile, its kinds spread evenly; with a number of users that shares no factor with 100, all send all of it. */
export function mixed(users: readonly BenchUser[]): LoadRequest[] {
  const kinds = shares.flatMap(([share, of]) => Array.from({ length: share }, (_, n) => ({ at: (n + 0.5) / share, of })))
  const order = kinds.toSorted((a, b) => a.at - b.at)
  return Array.from({ length: order.length * users.length }, (_, n) => {
    const whose = n % users.length
    const [user, kind] = [users[whose], order[n % order.length]]
    if (user === undefined || kind === undefined) throw new RangeError('the mixed profile needs users')
    return kind.of(user, whose)
  })
}
