import { afterAll, beforeEach, expect, test } from 'vitest'
import { isPassword } from '../../../server/accounts/passwords.ts'
import { createSignInCheck } from '../../../server/accounts/sign-in-check.ts'
import { findUser } from '../../../server/accounts/users.ts'
import { sql } from '../../../server/stores/sql.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'
import { waitFor } from '../../helpers/wait-for.ts'

const server = await openTestServer()
afterAll(() => server[Symbol.asyncDispose]())
const { store } = server

const password = 'a password of ten years'
const ofCost4 = '$2b$04$5xpSHcopVFe8pfnmO5dT5.a0SJP7yyAE.BzVKtnNFnpe6UNG/qE0.'
const ofCost5 = ofCost4.replace('$04$', '$05$')
const [modern, old] = [await server.signUp(), await server.signUp()]

const keep = (userId: string, hashed: string) => store.run(sql`UPDATE users SET hashed_password = ${hashed} WHERE id = ${userId}`)

/** Which work is done, not how long it takes. */
function openCheck() {
  const clock = { at: 0 }
  const work: string[] = []
  const check = createSignInCheck({
    reader: store,
    now: () => clock.at,
    async compare(given, hashed) {
      work.push(hashed.startsWith('$argon2id$') ? 'argon2id' : `bcrypt ${hashed.slice(4, 6)}`)
      return isPassword(given, hashed)
    },
  })
  const workOf = async (...args: Parameters<typeof check>) => {
    work.length = 0
    const isRight = await check(...args)
    return { isRight, work: work.toSorted() }
  }
  return { clock, workOf }
}

const argon2 = { hashed_password: await hashOf(modern.userId), is_active: true }
const bcrypt = { hashed_password: ofCost4, is_active: true }

async function hashOf(userId: string): Promise<string> {
  return (await findUser(store, userId))?.hashed_password ?? ''
}

beforeEach(() => keep(old.userId, ofCost4))

test('while an account has a hash of bcrypt, no is said after the same work for an old, a new, a disabled and no account', async () => {
  const { workOf } = openCheck()

  const refused = [
    await workOf('wrong', undefined),
    await workOf('wrong', argon2),
    await workOf('wrong', bcrypt),
    await workOf('wrong', { ...argon2, is_active: false }),
    await workOf(modern.password, { ...argon2, is_active: false }),
    await workOf(password, { ...bcrypt, is_active: false }),
  ]

  expect(refused).toEqual(refused.map(() => ({ isRight: false, work: ['argon2id', 'bcrypt 04'] })))
})

test('whoever has the right password waits for his own kind only', async () => {
  const { workOf } = openCheck()

  expect(await workOf(modern.password, argon2)).toEqual({ isRight: true, work: ['argon2id'] })
  expect(await workOf(password, bcrypt)).toEqual({ isRight: true, work: ['bcrypt 04'] })
})

test('two costs of bcrypt are two kinds, and one that is seen counts from then on', async () => {
  const { workOf } = openCheck()
  expect((await workOf('wrong', undefined)).work).toEqual(['argon2id', 'bcrypt 04'])

  const seen = await workOf('wrong', { hashed_password: ofCost5, is_active: true })

  expect(seen.work).toEqual(['argon2id', 'bcrypt 04', 'bcrypt 05'])
  expect((await workOf('wrong', argon2)).work).toEqual(['argon2id', 'bcrypt 04', 'bcrypt 05'])
})

test('when the last old hash has gone nobody pays for it any more, and one that comes with an import is noticed', async () => {
  const { clock, workOf } = openCheck()
  await workOf('wrong', undefined)
  await keep(old.userId, argon2.hashed_password)

  const settled = async (wanted: number) => {
    clock.at += 600_001
    return waitFor('what is kept to be looked up again', async () =>
      (await workOf('wrong', undefined)).work.length === wanted ? true : undefined,
    )
  }

  expect(await settled(1)).toBe(true)
  await keep(old.userId, ofCost5)
  expect(await settled(2)).toBe(true)
})
