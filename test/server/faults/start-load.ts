import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { registered } from '../../../src-shared/api/accounts.ts'
import { newId } from '../../../src-shared/ids.ts'
import { ask, testEnvironment } from '../../helpers/server/start-server.ts'
import { waitFor } from '../../helpers/wait-for.ts'
import { type LoadOrder, type LoadReport, type LoadUser, loadTold } from './load-contract.ts'

export interface Load extends AsyncDisposable {
  use(urls: readonly string[]): void
  /** Until so many more uses have been acknowledged. */
  more(count: number): Promise<void>
  /** No new requests; returns when those that run have ended. */
  stop(): Promise<LoadReport>
  /** Sends again what was not acknowledged. */
  settle(): Promise<LoadReport>
}

export interface LoadSettings {
  readonly urls: readonly string[]
  readonly users: readonly LoadUser[]
  readonly clients: number
  readonly pauseMs: number
}

/** In a process of its own, so that what it measures is not what the test does beside. */
export async function startLoad({ urls, users, clients, pauseMs }: LoadSettings): Promise<Load> {
  const child = fork(join(import.meta.dirname, 'load-child.ts'), { env: testEnvironment() })
  const state = { acknowledged: 0, report: Promise.withResolvers<LoadReport>() }
  child.on('message', (message) => {
    const told = loadTold.parse(message)
    if (told.type === 'acknowledged') state.acknowledged++
    else state.report.resolve(told)
  })
  const tell = (order: LoadOrder): void => void child.send(order)
  const report = (type: 'stop' | 'settle'): Promise<LoadReport> => {
    state.report = Promise.withResolvers<LoadReport>()
    tell({ type })
    return state.report.promise
  }
  await once(child, 'spawn')
  tell({ type: 'start', urls: [...urls], users: [...users], clients, pauseMs })
  return {
    use: (next) => tell({ type: 'urls', urls: [...next] }),
    async more(count) {
      const enough = state.acknowledged + count
      await waitFor('the load', () => (state.acknowledged >= enough ? true : undefined))
    },
    stop: () => report('stop'),
    settle: () => report('settle'),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return
      const end = once(child, 'exit')
      child.kill('SIGKILL')
      await end
    },
  }
}

/** New accounts whose use nothing limits. */
export const signUpMany = (url: string, count: number): Promise<readonly LoadUser[]> =>
  Promise.all(Array.from({ length: count }, () => signUp(url)))

async function signUp(url: string): Promise<LoadUser> {
  const body = { email: `${newId()}@example.org`, password: 'long enough' }
  const { user_id: userId, access_token: token } = registered.parse((await ask(url, 'POST /auth/register', { body })).data)
  await ask(url, 'PUT /billing/subscription', { token, body: { plan_type: 'enterprise', billing_cycle: 'monthly' } })
  return { userId, token }
}
