import { join } from 'node:path'
import { z } from 'zod'
import { createAccessTokens } from '../../../server/accounts/access-tokens.ts'
import { type CreatedApp, createApp, type ServerParts } from '../../../server/app.ts'
import { readConfig } from '../../../server/config.ts'
import type { Log } from '../../../server/log.ts'
import { createMail, type Letter } from '../../../server/mail/mail.ts'
import { createErasureList, type ErasureList } from '../../../server/personal-data/erasure-list.ts'
import type { CacheStore } from '../../../server/stores/cache-store.ts'
import { createMemoryCache } from '../../../server/stores/memory-cache.ts'
import { migrate } from '../../../server/stores/migrate.ts'
import { readMigrations } from '../../../server/stores/migrations.ts'
import { openPglite } from '../../../server/stores/pglite.ts'
import { createSqlAnalytics } from '../../../server/stores/sql-analytics.ts'
import { createSqlHistory } from '../../../server/stores/sql-history.ts'
import type { SqlStore } from '../../../server/stores/sql-store.ts'
import { openSqlite } from '../../../server/stores/sqlite.ts'
import { createSqliteConversations } from '../../../server/stores/sqlite-conversations.ts'
import { createSqliteKnowledge } from '../../../server/stores/sqlite-knowledge.ts'
import { rollUpUsage } from '../../../server/usage/roll-up-usage.ts'
import { tellAnalytics } from '../../../server/usage/tell-analytics.ts'
import { registered } from '../../../src-shared/api/accounts.ts'
import { newId } from '../../../src-shared/ids.ts'
import { tempFolder } from '../temp-folder.ts'
import { canaries } from './canaries.ts'
import { silentLog } from './silent-log.ts'

type App = CreatedApp['app']
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface TestCall {
  readonly token?: string | undefined
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly address?: string
}

export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  /** Of an envelope; undefined elsewhere. */
  readonly data: unknown
  readonly error:
    | { readonly code: string; readonly message: string; readonly details: Readonly<Record<string, unknown>> }
    | undefined
}

export interface TestUser {
  readonly userId: string
  readonly email: string
  readonly password: string
  readonly token: string
}

export interface TestServer extends AsyncDisposable {
  readonly app: App
  readonly jobs: CreatedApp['jobs']
  /** What is done each minute: the hours as the ledger has them. Returns how many changed. */
  rollUp(): Promise<number>
  readonly admin: CreatedApp['admin']
  readonly usage: CreatedApp['usage']
  readonly warming: CreatedApp['warming']
  readonly checkKeys: CreatedApp['checkKeys']
  /** Who was erased, outside of the database. */
  readonly erasures: ErasureList
  readonly store: SqlStore
  readonly cache: CacheStore
  readonly dataFolder: string
  /** What was mailed, oldest first. */
  readonly letters: readonly Letter[]
  /** The server's clock; it stands still until it is set. */
  readonly clock: { at: number }
  call(route: `${string} /${string}`, call?: TestCall): Promise<Answered>
  /** A new account with a password that nobody else has. */
  signUp(): Promise<TestUser>
  /** Of the time that it is now on the server's clock. */
  tokenFor(userId: string): Promise<string>
}

export interface TestServerOptions {
  readonly environment?: Readonly<Record<string, string>>
  /** Shared with another one; whoever opened it closes it. */
  readonly store?: SqlStore
  readonly cache?: CacheStore
  /** Those of chat and knowledge, instead of the embedded ones; whoever opened them closes them. */
  readonly stores?: Partial<Pick<ServerParts, 'history' | 'analytics' | 'conversations' | 'knowledge' | 'atlas'>>
  readonly log?: Log
  /** By which signing keys are sealed. */
  readonly secret?: string
}

const envelope = z.object({
  data: z.unknown(),
  error: z.object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()) }).optional(),
})

const migrations = readMigrations(`${import.meta.dirname}/../../../migrations/postgres`)
const ofKnowledge = readMigrations(`${import.meta.dirname}/../../../migrations/knowledge`)

/** Unless asked for: how often, and how late a machine that does other work too comes round, is no matter of most tests. */
const unlimited = { ENABLE_RATE_LIMITING: 'false', HEARTH_MAX_EVENT_LOOP_DELAY_MS: '0' }

/** The whole server without a socket, on embedded stores in memory unless others are given; requests are not limited unless asked for. */
export async function openTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const clock = { at: Date.parse('2026-03-10T12:00:00.500Z') }
  const now = () => clock.at
  const store = options.store ?? (await openPglite(undefined))
  await migrate(store, migrations)
  const cache = options.cache ?? createMemoryCache(now)
  const letters: Letter[] = []
  const log = options.log ?? silentLog
  const mail = createMail({ deliver: async (letter) => void letters.push(letter), log })
  const environment = { ...unlimited, ...withoutStripe(options), ...options.environment }
  const folder = tempFolder()
  const config = readConfig({ environment, given: { data: folder.path } })
  const secret = options.secret ?? 's'.repeat(32)
  const file = openSqlite(undefined, ofKnowledge)
  const others = {
    ...{ knowledge: createSqliteKnowledge(() => file), history: createSqlHistory(store), analytics: createSqlAnalytics(store) },
    ...{ conversations: createSqliteConversations(() => file), atlas: undefined },
    ...options.stores,
  }
  const erasures = createErasureList(join(folder.path, 'erasures.jsonl'))
  const parts = { config, log, store, cache, ...others, mail, secret, erasures, now }
  const created = await createApp({ ...parts, isStopping: () => false })
  const { app } = created
  const tokens = createAccessTokens({ store, now, secret, algorithm: config.JWT_ALGORITHM, expirationMinutes: 30 })
  const call = (route: string, asked: TestCall = {}) => callApp(app, route, asked)
  return {
    ...{ ...created, erasures, store, cache, letters, dataFolder: folder.path, clock, call, signUp: () => signUp(call) },
    async rollUp() {
      const changed = await rollUpUsage(store, new Date(now()))
      await tellAnalytics({ store, analytics: others.analytics }, new Date(now()))
      return changed
    },
    tokenFor: (userId) => tokens.issue({ userId, generation: 0 }),
    async [Symbol.asyncDispose]() {
      canaries.saw('metrics', (await app.inject({ url: '/metrics' })).body)
      await app.close()
      file[Symbol.dispose]()
      folder[Symbol.dispose]()
      if (options.store === undefined) await store[Symbol.asyncDispose]()
      canaries.expectNone()
    },
  }
}

/** Plans can be changed freely, unless a test takes money. */
const withoutStripe = ({ environment }: TestServerOptions) =>
  environment?.STRIPE_API_KEY === undefined ? { HEARTH_PLANS_WITHOUT_PAYMENT: 'true' } : {}

async function callApp(app: App, route: string, { token, body, headers, address }: TestCall): Promise<Answered> {
  const [method, url] = route.split(' ')
  const response = await app.inject({
    method: method as Method,
    url: url ?? '/',
    headers: { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    ...(body === undefined ? {} : { payload: body as object }),
    ...(address === undefined ? {} : { remoteAddress: address }),
  })
  const isJson = String(response.headers['content-type']).startsWith('application/json')
  const { data, error } = envelope
    .partial()
    .catch({})
    .parse(isJson ? response.json() : {})
  canaries.watchFor([body, { token }, data])
  if (response.statusCode >= 400) canaries.saw('refusal', response.body)
  return { status: response.statusCode, headers: response.headers, text: response.body, data, error }
}

async function signUp(call: TestServer['call']): Promise<TestUser> {
  const email = `${newId()}@example.org`
  const password = `a password of ${email}`
  const { data } = await call('POST /auth/register', { body: { email, password } })
  const { user_id, access_token } = registered.parse(data)
  return { userId: user_id, email, password, token: access_token }
}
