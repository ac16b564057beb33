import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { signedIn } from '../../../src-shared/api/accounts.ts'
import { ask, spawnServer, startServer } from '../../helpers/server/start-server.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const folder = tempFolder()
afterAll(() => folder[Symbol.dispose]())

async function command(...words: readonly string[]) {
  const { ended, wrote, said } = spawnServer({ data: folder.path, words: ['admin', ...words] })
  return { code: await ended, wrote: wrote(), said: said() }
}

test('the command line makes the first administrator and erases him, while no server runs on the folder', async () => {
  const made = await command('create-admin', 'Admin@Example.org')
  const { password } = z.object({ userId: z.uuid(), password: z.string() }).parse(JSON.parse(made.wrote))
  expect([made.code, made.said.includes(password)]).toEqual([0, false])
  {
    await using server = await startServer({ data: folder.path })
    const body = { email: 'admin@example.org', password }
    const { user, access_token: token } = signedIn.parse((await ask(server.url, 'POST /auth/login', { body })).data)
    expect(user).toMatchObject({ role: 'admin', is_verified: true })
    expect((await ask(server.url, 'GET /admin/jobs/dead', { token })).status).toBe(200)
    const beside = await command('reconcile')
    expect([beside.code, beside.said]).toEqual([1, expect.stringContaining('Another server uses the data folder')])
  }

  const erased = await command('erase-user', 'admin@example.org')

  expect(JSON.parse(erased.wrote)).toMatchObject({ isFinished: true })
  expect(readFileSync(join(folder.path, 'erasures.jsonl'), 'utf8')).toMatch(/^\n\{"user_id":"[\w-]+","erased_at":"[^"]+"\}\n$/)
})

test('what is no command is answered with those that there are', async () => {
  const { code, said } = await command('create-user')

  expect([code, said]).toEqual([1, expect.stringContaining('create-admin EMAIL')])
})

test('another secret than the one that sealed the keys stops the start with words, and not the command that mends it', async () => {
  using own = tempFolder()
  const environment = { JWT_SECRET_KEY: 'a secret of more than 32 letters.' }
  const changed = { JWT_SECRET_KEY: 'other secret of more than 32 letters.' }
  {
    await using _ = await startServer({ data: own.path, environment })
  }

  const refused = spawnServer({ data: own.path, environment: changed })
  expect([await refused.ended, refused.wrote()]).toEqual([1, ''])
  expect(refused.said()).toContain('admin rotate-keys --at-once')
  expect(refused.said()).not.toMatch(/^ +at /m)
  const rotated = spawnServer({ data: own.path, environment: changed, words: ['admin', 'rotate-keys', '--at-once'] })
  expect([await rotated.ended, JSON.parse(rotated.wrote())]).toEqual([0, { kid: expect.any(String) }])
})
