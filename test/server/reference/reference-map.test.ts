import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readConfig } from '../../../server/config.ts'
import { cacheKeys } from '../../../server/stores/cache-keys.ts'
import type { CacheStore } from '../../../server/stores/cache-store.ts'
import { createMemoryCache } from '../../../server/stores/memory-cache.ts'
import { readMigrations } from '../../../server/stores/migrations.ts'
import { sql } from '../../../server/stores/sql.ts'
import { openSqlite } from '../../../server/stores/sqlite.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'
import { readExposition } from '../../helpers/server/read-exposition.ts'
import { type MapRow, readMap, readTreeFile } from '../../helpers/server/reference-map.ts'
import { casesOf } from '../../helpers/server/test-cases.ts'
import * as reference from './reference-lists.ts'

/** The first words of all keys that were asked for. */
const usedKeys = new Set<string>()
const noted = (key: string): string => {
  usedKeys.add(key.split(':')[0] ?? '')
  return key
}
const memory = createMemoryCache(Date.now)
const cache: CacheStore = {
  ...memory,
  get: (key) => memory.get(noted(key)),
  set: (key, value, ttlSeconds) => memory.set(noted(key), value, ttlSeconds),
  count: (key, windowSeconds) => memory.count(noted(key), windowSeconds),
}

const server = await openTestServer({
  cache,
  environment: { ENABLE_RATE_LIMITING: 'true', STRIPE_API_KEY: 'sk_test_none', STRIPE_WEBHOOK_SECRET: 'whsec_none' },
})
afterAll(() => server[Symbol.asyncDispose]())

const names = (rows: readonly MapRow[]) => rows.map(({ name }) => name)
const here = (rows: readonly MapRow[]) => rows.filter(({ isHere }) => isHere)

interface Part {
  readonly heading: string
  /** What of the reference has to be listed, and in which order; the others are our own. */
  readonly wanted: readonly string[]
  readonly own: string
  /** By which words a test names it. */
  readonly named: (name: string) => RegExp
  /** By which words the file that makes it does; unless given, by the same. */
  readonly made?: (name: string) => RegExp
}

const literally = (text: string): RegExp => new RegExp(`(?<![\\w.])${escaped(text)}(?!\\w)`)
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

/** A histogram is three series. */
const exposed = (name: string): RegExp => new RegExp(`(?<![\\w.])${name}(?:_(?:count|sum|bucket))?(?!\\w)`)

/** `GET /tasks/{task_id}` as a test calls it. */
const called = (name: string): RegExp => new RegExp(`${escaped(name).replace(/\\\{\w+\\\}/g, '[^/\\s]+?')}(?=['"\`?$\\s]|$)`)

/** As its route is declared. */
const declared = (name: string): RegExp => {
  const path = (name.split(' ')[1] ?? '').replace(/\{(\w+)\}/g, ':$1')
  return new RegExp(`['"\`]${escaped(path)}['"\`]`)
}

const parts: readonly Part[] = [
  { heading: 'Endpoints', wanted: reference.endpoints, own: 'Endpoints of our own', named: called, made: declared },
  { heading: 'Tables', wanted: Object.keys(reference.tables), own: 'Tables of our own', named: literally },
  {
    ...{ heading: 'Keys', wanted: Object.keys(reference.keys), own: 'Keys of our own' },
    named: (name) => literally(name.split(':{')[0] ?? name),
  },
  { heading: 'Limits', wanted: Object.keys(reference.limits), own: 'Limits of our own', named: literally, made: () => /\d/ },
  { heading: 'Variables', wanted: reference.variables, own: 'Variables of our own', named: literally },
  { heading: 'Metrics', wanted: Object.keys(reference.metrics), own: 'Metrics of our own', named: exposed },
]

describe.each(parts)('$heading:', ({ heading, wanted, own, named, made = named }) => {
  const all = [...readMap(heading), ...readMap(own)]

  test('all of the reference are listed, in its order, each once', () => {
    expect(names(readMap(heading))).toEqual(wanted)
    expect(new Set(names(all)).size).toBe(all.length)
  })

  test('what is not here says why', () => {
    for (const { name, isHere, remark, madeIn } of all)
      if (!isHere) expect([name, madeIn, remark]).toEqual([name, '–', expect.stringMatching(/: \S.{10}/)])
  })

  test.each(here(all))('$name is in the file that is named, and a test of that title names it', (row) => {
    expect(readTreeFile(row.madeIn)).toMatch(made(row.name))
    const cases = casesOf(readTreeFile(row.provedIn)).filter(({ title }) => title.startsWith(row.provedBy))

    expect([row.provedBy, cases.length]).toEqual([row.provedBy, 1])
    expect(cases[0]?.says).toMatch(named(row.name))
  })
})

describe('Dashboards:', () => {
  const rows = readMap('Dashboards')

  test('all of the reference are listed, and what is not here says why', () => {
    expect(names(rows)).toEqual(reference.dashboards)
    for (const { isHere, remark } of rows) if (!isHere) expect(remark).toMatch(/: \S.{10}/)
  })

  test.each(here(rows))('$name has its panels', ({ figure, madeIn, provedIn, provedBy }) => {
    const file = readTreeFile(madeIn)
    const proofs = casesOf(readTreeFile(provedIn)).filter(({ title }) => title.startsWith(provedBy))

    for (const title of figure.split(', ')) expect(file).toContain(`"title": "${title}"`)
    expect(proofs).toHaveLength(1)
  })
})

const allOf = (heading: string) => [...readMap(heading), ...readMap(`${heading} of our own`)]

describe('the running server has what is here, and nothing else:', () => {
  test('endpoints', async () => {
    const { paths } = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) }).parse(server.app.swagger())
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const hidden = ['GET /openapi.json', 'GET /docs', 'GET /billing/return']

    expect(names(here(allOf('Endpoints'))).toSorted()).toEqual([...described, ...hidden].toSorted())
    for (const route of hidden) expect((await server.call(route as `${string} /${string}`)).status).toBe(200)
  })

  test('the endpoints that were decided on are listed', () => {
    expect(names(readMap('Endpoints of our own'))).toEqual(expect.arrayContaining(reference.addedEndpoints))
  })

  test('tables, with the columns of the reference', async () => {
    const statement = sql`SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'`
    const column = z.object({ table_name: z.string(), column_name: z.string() })
    using file = openSqlite(undefined, readMigrations(join(import.meta.dirname, '../../../migrations/knowledge')))
    const inFile = file.query(
      sql`SELECT m.name AS table_name, c.name AS column_name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'`,
      column,
    )
    const columns = [...(await server.store.query(statement, column)), ...inFile]
    const running = [...new Set(columns.map(({ table_name }) => table_name))]

    expect(names(here(allOf('Tables'))).toSorted()).toEqual(running.toSorted())
    for (const [table, wanted] of Object.entries(reference.tables)) {
      const there = columns.filter(({ table_name }) => table_name === table).map(({ column_name }) => column_name)
      if (here(readMap('Tables')).some(({ name }) => name === table)) expect(there).toEqual(expect.arrayContaining([...wanted]))
    }
  })

  test('keys, and how long they are kept', async () => {
    await useEverything()
    const rows = here(allOf('Keys')).filter(({ remark }) => !remark.startsWith('a row'))
    const prefixes = new Set(rows.map(({ name }) => name.split(':')[0]))
    const ofReference = Object.values(cacheKeys).map((key) => [key.of('', '').split(':')[0], key.ttlSeconds])

    expect([...usedKeys].filter((prefix) => !prefixes.has(prefix))).toEqual([])
    for (const [prefix, seconds] of ofReference)
      expect([prefix, ...rows.filter(({ name }) => name.startsWith(`${prefix}:`)).map(({ figure }) => Number(figure))]).toEqual([
        ...[prefix, seconds],
      ])
    for (const { name, figure } of readMap('Keys')) expect([name, figure]).toEqual([name, String(reference.keys[name] ?? '–')])
  })

  test('limits', () => {
    for (const { name, figure } of readMap('Limits')) expect([name, Number(figure)]).toEqual([name, reference.limits[name]])
  })

  test('variables: those that are here are read, the others are told when they are set', () => {
    const source = ['server/config.ts', 'server/tracing/tracing-variables.ts'].map(readTreeFile).join('\n')
    const read = [...source.matchAll(/^ {2}([A-Z][A-Z\d_]+): /gm)].map(([, name]) => name)
    const away = allOf('Variables').filter(({ isHere }) => !isHere)
    const environment = Object.fromEntries(names(away).map((name) => [name, 'set']))

    expect(names(here(allOf('Variables'))).toSorted()).toEqual(read.toSorted())
    expect(readConfig({ environment }).ignored.toSorted()).toEqual(names(away).toSorted())
  })

  test('metrics', async () => {
    const { names: there } = readExposition((await server.call('GET /metrics')).text)

    expect(names(here(allOf('Metrics'))).toSorted()).toEqual([...there].toSorted())
  })
})

/** Whatever keeps something in the cache. */
async function useEverything(): Promise<void> {
  const { token, email, password } = await server.signUp()
  for (const path of ['users/me', 'billing/subscription', 'billing/quota/messages', 'billing/usage', 'devices'])
    await server.call(`GET /${path}`, { token })
  await server.call('POST /auth/register', { body: { email, password } })
  await server.call('POST /auth/login', { body: { email, password } })
  await server.call('POST /auth/password/forgot', { body: { email } })
  await server.call('POST /users/me/verification', { token })
  await server.call('PATCH /users/me', { token, body: { current_password: 'not this one', password } })
}
