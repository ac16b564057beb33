import { randomUUID } from 'node:crypto'
import { PGlite } from '@electric-sql/pglite'
import fastify from 'fastify'
import { Pool } from 'pg'
import { z } from 'zod'
import { answerMessages } from '../bare-process.ts'
import { type BareServerInput, bareServerInput } from './bare-server-contract.ts'

/** Fastify with two routes of one query each, nothing else: nobody signs in, nothing is checked. Run by `startBare`. */
const params = z.object({ user: z.uuid() })

type Query = (text: string, values?: unknown[]) => Promise<{ readonly rows: readonly unknown[] }>

answerMessages(async (input) => {
  const query = await openDatabase(bareServerInput.parse(input))
  await query(
    'CREATE TABLE IF NOT EXISTS bare_usage (usage_id UUID PRIMARY KEY, user_id UUID NOT NULL, quantity INTEGER NOT NULL)',
  )
  const app = fastify()
  app.get('/quota/:user', async (request) => {
    const { user } = params.parse(request.params)
    const { rows } = await query('SELECT max_allowed, used FROM quotas WHERE user_id = $1 AND resource_type = $2', [
      user,
      'messages',
    ])
    return rows[0] ?? {}
  })
  app.post('/usage/:user', async (request) => {
    const { user } = params.parse(request.params)
    await query('INSERT INTO bare_usage VALUES ($1, $2, 1)', [randomUUID(), user])
    return { accepted: 1 }
  })
  return { url: await app.listen({ host: '127.0.0.1', port: 0 }) }
})

async function openDatabase(input: BareServerInput): Promise<Query> {
  if ('databaseUrl' in input) {
    const pool = new Pool({ connectionString: input.databaseUrl, max: input.poolSize })
    return (text, values) => pool.query(text, values)
  }
  const db = await PGlite.create({ dataDir: input.folder })
  await db.query(`
    CREATE TABLE quotas (
      user_id UUID, resource_type TEXT, max_allowed INTEGER, used INTEGER, PRIMARY KEY (user_id, resource_type))`)
  await db.query("INSERT INTO quotas SELECT user_id, 'messages', 1000, 0 FROM unnest($1::uuid[]) user_id", [input.userIds])
  return (text, values) => db.query(text, values)
}
