import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { expect, test } from 'vitest'
import { runServices } from '../../helpers/server/run-services.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

test('stripe-mock is one of them: it runs where the written address says, checks what it is sent, and hands out no key', async () => {
  using folder = tempFolder()
  const { code, wrote } = await runServices(folder.path, 'up', 'stripe-mock')
  try {
    expect([code, wrote]).toEqual([0, expect.stringMatching(/^stripe-mock port \d+$/m)])
    const variables = parseEnv(readFileSync(join(folder.path, 'env'), 'utf8'))
    const ask = (path: string) =>
      fetch(`${variables.HEARTH_STRIPE_URL}${path}`, { headers: { authorization: 'Bearer sk_test_123' } })

    const [known, unknown] = [await ask('/v1/customers'), await ask('/v1/nothing')]

    expect([known.status, unknown.status]).toEqual([200, 404])
    expect(Object.keys(variables).toSorted()).toEqual(['HEARTH_STRIPE_URL', 'JWT_SECRET_KEY'])
  } finally {
    expect((await runServices(folder.path, 'down')).wrote).toMatch(/^stripe-mock +stopped\n$/)
  }
})
