import { expect, test } from 'vitest'
import { clientAddress } from '../../../server/http/client-address.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'

test.each([
  ['10.1.2.3', '10.1.2.3'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8::', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['10.1.2.3:5678', '10.1.2.3'],
  ['[2001:db8::1]:443', '2001:db8:0:0::/64'],
  ['somebody', 'unknown'],
  ['', 'unknown'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s is counted as %s', (ip, counted) => {
  expect(clientAddress({ ip })).toBe(counted)
})

test('a client that takes another address of its network for each request is one client', async () => {
  await using server = await openTestServer({ environment: { ENABLE_RATE_LIMITING: 'true' } })
  const from = (address: string) => server.call('GET /billing/plans', { address })

  const all = await Promise.all(Array.from({ length: 61 }, (_, n) => from(`2001:db8:1:2::${n.toString(16)}`)))

  expect(all.filter(({ status }) => status === 429)).toHaveLength(1)
  expect((await from('2001:db8:1:3::1')).status).toBe(200)
})
