import { isUnavailable } from '../../../server/stores/pulse.ts'
import { retryWhile } from '../../../server/stores/retry-while.ts'

/** Four of a store, done in order on what `connect` opened. */
export interface ServiceChecks<Open> {
  readonly store: string
  readonly connect: (opened: AsyncDisposableStack) => Promise<Open>
  /** Each throws when it is not as it should be. By what they do. */
  readonly others: Readonly<Record<'write' | 'read', (open: Open) => Promise<void>>>
  /** What this store is used for and the others are not. */
  readonly speciality: { readonly name: string; readonly run: (open: Open) => Promise<void> }
}

export interface Checked {
  readonly store: string
  readonly name: string
  /** Undefined: it passed. */
  readonly problem: string | undefined
  readonly ms: number
}

/** Always four: without a connection the other three have failed too. */
export async function runChecks<Open>({ store, connect, others, speciality }: ServiceChecks<Open>): Promise<Checked[]> {
  const opened = new AsyncDisposableStack()
  const held: { open?: Open } = {}
  const check = async (name: string, run: () => Promise<void>): Promise<Checked> => {
    const began = performance.now()
    const problem = await run().then(() => undefined, wordsOf)
    return { store, name, problem, ms: Math.round(performance.now() - began) }
  }
  const onOpen = (run: (open: Open) => Promise<void>) => async () =>
    held.open === undefined ? refuse('there is no connection') : run(held.open)

  const checked = [
    await check('connect', async () => {
      held.open = await connect(opened)
    }),
    await check('write', onOpen(others.write)),
    await check('read', onOpen(others.read)),
    await check(speciality.name, onOpen(speciality.run)),
  ]
  const remains = await opened.disposeAsync().then(() => undefined, wordsOf)
  return checked.map((each) => ({ ...each, problem: each.problem ?? (remains && `cannot be cleaned up: ${remains}`) }))
}

const patienceMs = 5000
const pauseMs = 250

/** All four are asked at once, on a machine that may do other work too: one that cannot be reached is tried again for a while. */
export const untilReached = <T>(reach: () => Promise<T>): Promise<T> =>
  retryWhile({ isPassing: isUnavailable, patienceMs, pauseMs }, reach)

export const unset = (name: string): never => refuse(`${name} is not set; npm run services:up writes it`)

export function refuse(problem: string): never {
  throw new Error(problem)
}

/** The innermost says what it was. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? wordsOf(error.cause) : error.message
}
