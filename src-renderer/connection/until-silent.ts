import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import type { Api } from '../api.ts'

export interface Patience {
  /** A core that is just starting may have a store to bring to its version first. */
  readonly firstMs: number
  readonly laterMs: number
  /** Between two questions. */
  readonly pauseMs: number
}

export const usualPatience: Patience = { firstMs: 60_000, laterMs: 5000, pauseMs: 2000 }

/**
 * Resolves when the core says nothing any more, although nobody told that the connection ended: a wire that is cut in its middle
 * looks like a core that has nothing to say. Any answer is a sign of life, a refusal too.
 */
export async function untilSilent(api: Pick<Api, 'app'>, patience: Patience, signal: AbortSignal): Promise<void> {
  const { firstMs, laterMs, pauseMs } = patience
  for (let wait = firstMs; !signal.aborted; wait = laterMs) {
    if (!(await answersWithin(api, wait))) return
    await pause(pauseMs, signal)
  }
}

async function answersWithin({ app }: Pick<Api, 'app'>, waitMs: number): Promise<boolean> {
  const giving = new AbortController()
  const timer = setTimeout(() => giving.abort(), waitMs)
  try {
    await app.info(undefined, giving.signal)
    return true
  } catch (error) {
    return isRefusal(error)
  } finally {
    clearTimeout(timer)
  }
}

const silent: readonly string[] = [rpcError.aborted, rpcError.disconnected]

const isRefusal = (error: unknown): boolean => error instanceof AppError && !silent.includes(error.code)

function pause(waitMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, waitMs)
    signal.addEventListener('abort', done)
  })
}
