import { expect, test } from 'vitest'
import { rememberVerified } from '../../../server/accounts/remember-verified.ts'

function remembering({ expiresAtMs = 100_000 } = {}) {
  const clock = { at: 0 }
  const asked: string[] = []
  const verify = rememberVerified(
    async (token) => {
      asked.push(token)
      if (token.startsWith('forged')) throw new Error('refused')
      return { claims: { of: token }, expiresAtMs }
    },
    { now: () => clock.at, forMs: 10_000 },
  )
  return { clock, asked, verify }
}

test('a token is verified once in ten seconds, each for itself', async () => {
  const { clock, asked, verify } = remembering()

  expect([await verify('a'), await verify('b'), await verify('a')]).toEqual([{ of: 'a' }, { of: 'b' }, { of: 'a' }])
  expect(asked).toEqual(['a', 'b'])
  clock.at = 10_000
  await verify('a')
  expect(asked).toEqual(['a', 'b', 'a'])
})

test('ten that come together with one token have it verified once; a refused one is refused to all and then looked at anew', async () => {
  const { asked, verify } = remembering()

  const all = await Promise.all(Array.from({ length: 10 }, () => verify('a')))
  const refused = await Promise.allSettled([verify('forged'), verify('forged')])
  await expect(verify('forged')).rejects.toThrow('refused')

  expect(all).toEqual(Array.from({ length: 10 }, () => ({ of: 'a' })))
  expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(asked).toEqual(['a', 'forged', 'forged'])
})

test('what was verified is not believed beyond its own end', async () => {
  const { clock, asked, verify } = remembering({ expiresAtMs: 3000 })

  await verify('a')
  clock.at = 3000
  await verify('a')

  expect(asked).toEqual(['a', 'a'])
})

test('what is refused is refused again, and pushes out nothing that was good', async () => {
  const { asked, verify } = remembering()
  await verify('a')

  for (let n = 0; n < 10_001; n++) await expect(verify(`forged ${n % 3}`)).rejects.toThrow('refused')
  await verify('a')

  expect(asked.filter((token) => token === 'a')).toHaveLength(1)
  expect(asked).toHaveLength(10_002)
})

test('of more than ten thousand the oldest is verified again', async () => {
  const { asked, verify } = remembering()
  for (let n = 0; n <= 10_000; n++) await verify(`${n}`)

  await verify('10000')
  expect(asked).toHaveLength(10_001)
  await verify('0')
  expect(asked).toHaveLength(10_002)
})
