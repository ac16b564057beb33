import { findStripeMock, stripeMockVersion } from '../find-stripe-mock.ts'
import type { NativeDatabase } from './native-database.ts'
import { freePort, listensOn, startProgram } from './start-program.ts'

/**
 * Stripe's own check of the form of requests. It keeps nothing and answers with examples, so the server is told where it is and gets no
 * key: whoever wants to ask it sets `STRIPE_API_KEY` and `STRIPE_WEBHOOK_SECRET` himself.
 */
export const stripeMock: NativeDatabase = {
  name: 'stripe-mock',
  isOptional: true,
  missing: () =>
    findStripeMock() === undefined
      ? `stripe-mock is missing: GOBIN=$PWD/.cache/bin go install github.com/stripe/stripe-mock@v${stripeMockVersion}`
      : undefined,
  async start(options) {
    const port = options.port ?? (await freePort())
    const args = ['-http-addr', `127.0.0.1:${port}`, '-https-addr', '127.0.0.1:0']
    const program = { command: findStripeMock() ?? '', args, stopSignal: 'SIGTERM', answers: () => listensOn(port) } as const
    return { ...(await startProgram(program, options)), port, variables: { HEARTH_STRIPE_URL: `http://127.0.0.1:${port}` } }
  },
}
