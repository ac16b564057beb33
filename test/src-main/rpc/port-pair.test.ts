import { expect, test } from 'vitest'
import { portPair } from '../../../src-main/rpc/port-pair.ts'
import { connect } from '../../../src-shared/rpc/client.ts'
import { serve } from '../../../src-shared/rpc/host.ts'
import { probe, probeOptions, token } from './probe.ts'

test('the two ends of a pair share no object', async () => {
  const [near, far] = portPair()
  using _host = serve(
    far,
    probe,
    probeOptions(() => {}),
  )
  using client = connect(near, probe, { token })
  const sent = { list: [1] }

  const echoed = await client.calls.echo(sent)

  expect(echoed).toEqual(sent)
  expect(echoed).not.toBe(sent)
})
