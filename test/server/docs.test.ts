import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readConfig } from '../../server/config.ts'
import { resultSeconds } from '../../server/jobs/open-jobs.ts'
import { cacheKeys } from '../../server/stores/cache-keys.ts'
import { readMigrations } from '../../server/stores/migrations.ts'
import { sql } from '../../server/stores/sql.ts'
import { openSqlite } from '../../server/stores/sqlite.ts'
import { openTestServer } from '../helpers/server/open-test-server.ts'

const server = await openTestServer()
afterAll(() => server[Symbol.asyncDispose]())

const docs = readFileSync(join(import.meta.dirname, '../../docs/server.md'), 'utf8')

/** First column and whether the row says that it is there, of the table with this heading. */
function table(heading: string): { readonly name: string; readonly isHere: boolean; readonly cells: readonly string[] }[] {
  const [, body = ''] = docs.split(`| ${heading} |`)
  const lines = body.split('\n').slice(2)
  const rows = lines.slice(
    0,
    lines.findIndex((line) => !line.startsWith('|')),
  )
  return rows.map((line) => {
    const cells = line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1)
    return { name: (cells[0] ?? '').replaceAll('`', ''), isHere: !cells.some((cell) => cell.startsWith('missing')), cells }
  })
}

const namesHere = (heading: string, isHere = true) =>
  table(heading)
    .filter((row) => row.isHere === isHere)
    .map(({ name }) => name)

describe('docs/server.md says what is there:', () => {
  test('endpoints', () => {
    const { paths } = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) }).parse(server.app.swagger())
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )

    expect(table('endpoint')).toHaveLength(16)
    expect(routes).toEqual(expect.arrayContaining(namesHere('endpoint')))
    for (const missing of namesHere('endpoint', false)) expect(routes).not.toContain(missing)
  })

  test('the tests of each endpoint call it', () => {
    for (const { name, isHere, cells } of table('endpoint')) {
      const file = (cells[2] ?? '').replaceAll('`', '')
      const path = (name.split(' ')[1] ?? '').replace(/\{.*/, '')
      if (isHere) expect(readFileSync(join(import.meta.dirname, file), 'utf8'), name).toContain(path)
    }
  })

  test('tables', async () => {
    const all = sql`SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`
    const inPostgres = await server.store.query(all, z.object({ table_name: z.string() }))
    using file = openSqlite(undefined, readMigrations(join(import.meta.dirname, '../../migrations/knowledge')))
    const inFile = file.query(sql`SELECT name AS table_name FROM sqlite_schema`, z.object({ table_name: z.string() }))
    const names = [...inPostgres, ...inFile].map(({ table_name }) => table_name)

    expect(table('table')).toHaveLength(8)
    expect(names).toEqual(expect.arrayContaining(namesHere('table')))
    for (const missing of namesHere('table', false)) expect(names).not.toContain(missing)
  })

  test('keys and how long they are kept', () => {
    const { session, subscription, quota, rateLimit, embedding, search } = cacheKeys
    const kept = [
      [session.of('{user_id}'), session.ttlSeconds],
      [subscription.of('{user_id}'), subscription.ttlSeconds],
      [quota.of('{user_id}', '{resource_type}'), quota.ttlSeconds],
      [rateLimit.of('{user_id}', '{endpoint}'), rateLimit.ttlSeconds],
      [embedding.of('{text_hash}'), embedding.ttlSeconds],
      [search.of('{query_hash}', '{filters_hash}'), search.ttlSeconds],
      // Rows, not keys: until it is done, and then its result.
      ['task_queue:{priority}', Number.NaN],
      ['task_result:{task_id}', resultSeconds],
    ]

    expect(
      table('key')
        .filter(({ isHere }) => isHere)
        .map(({ name, cells }) => [name, Number(cells[1])]),
    ).toEqual(kept)
  })

  test('metrics', async () => {
    const { text } = await server.call('GET /metrics')

    expect(table('metric')).toHaveLength(6)
    for (const name of namesHere('metric')) expect(text).toContain(`# TYPE ${name} `)
  })

  test('variables: those that are missing are told when they are set, the others are read', () => {
    const all = table('variable')
    const environment = Object.fromEntries(namesHere('variable', false).map((name) => [name, 'set']))
    const source = readFileSync(join(import.meta.dirname, '../../server/config.ts'), 'utf8')

    expect(all).toHaveLength(34)
    expect(readConfig({ environment }).ignored.toSorted()).toEqual(namesHere('variable', false).toSorted())
    for (const name of namesHere('variable')) expect(source).toMatch(new RegExp(`^  ${name}: `, 'm'))
  })
})
