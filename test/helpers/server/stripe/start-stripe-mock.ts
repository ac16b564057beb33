import { spawn } from 'node:child_process'
import { findStripeMock } from '../../../../scripts/find-stripe-mock.ts'
import { waitFor } from '../../wait-for.ts'

export interface StripeMock extends AsyncDisposable {
  readonly url: string
}

/** Stripe's own check of requests, as a process; it keeps no state and answers with examples. */
export async function startStripeMock(): Promise<StripeMock> {
  const program = findStripeMock()
  if (program === undefined) throw new Error('stripe-mock is missing; npm test says how to get it')
  const child = spawn(program, ['-http-addr', '127.0.0.1:0', '-https-addr', '127.0.0.1:0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  const wrote = { text: '' }
  child.stdout.on('data', (chunk) => (wrote.text += String(chunk)))
  const url = await waitFor('stripe-mock', () => {
    if (child.exitCode !== null) throw new Error(`stripe-mock ended: ${wrote.text}`)
    const port = /HTTP at address: 127\.0\.0\.1:(\d+)/.exec(wrote.text)?.[1]
    return port === undefined ? undefined : `http://127.0.0.1:${port}`
  })
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.kill()
      await ended
    },
  }
}
