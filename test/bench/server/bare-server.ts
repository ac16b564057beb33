import { randomUUID } from 'node:crypto'
import fastify from 'fastify'
import { Pool } from 'pg'
import { z } from 'zod'
import { answerMessages } from '../bare-process.ts'
import { bareServerInput } from './bare-server-contract.ts'

/** Fastify with two routes of one query each, nothing else: nobody signs in, nothing is checked. Run by `startBare`. */
const params = z.object({ user: z.uuid() })

answerMessages(async (input) => {
  const { databaseUrl, poolSize } = bareServerInput.parse(input)
  const pool = new Pool({ connectionString: databaseUrl, max: poolSize })
  await pool.query(
    'CREATE TABLE IF NOT EXISTS bare_usage (usage_id UUID PRIMARY KEY, user_id UUID NOT NULL, quantity INTEGER NOT NULL)',
  )
  const app = fastify()
  app.get('/quota/:user', async (request) => {
    const { user } = params.parse(request.params)
    const { rows } = await pool.query('SELECT max_allowed, used FROM quotas WHERE user_id = $1 AND resource_type = $2', [
      user,
      'messages',
    ])
    return rows[0] ?? {}
  })
  app.post('/usage/:user', async (request) => {
    const { user } = params.parse(request.params)
    await pool.query('INSERT INTO bare_usage VALUES ($1, $2, 1)', [randomUUID(), user])
    return { accepted: 1 }
  })
  return { url: await app.listen({ host: '127.0.0.1', port: 0 }) }
})
