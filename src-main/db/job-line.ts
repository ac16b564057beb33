import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import { runStoreJob } from './run-store-job.ts'
import type { StoreJob, StoreJobResults } from './store-jobs.ts'

/** Does jobs on whole files one after the other. */
export interface JobLine extends AsyncDisposable {
  run<J extends StoreJob>(job: J): Promise<StoreJobResults[J['kind']]>
  /** Runs `work` while no job reads the store, so that its file may be replaced. */
  alone<T>(work: () => T | Promise<T>): Promise<T>
}

export function createJobLine(): JobLine {
  const controller = new AbortController()
  let last: Promise<unknown> = Promise.resolve()

  function queue<T>(work: () => T | Promise<T>): Promise<T> {
    const next = last.then(() => {
      controller.signal.throwIfAborted()
      return work()
    })
    last = next.catch(() => undefined)
    return next
  }

  return {
    run: (job) => queue(() => runStoreJob(job, controller.signal)),
    alone: queue,
    async [Symbol.asyncDispose]() {
      controller.abort(new AppError(rpcError.aborted))
      await last
    },
  }
}
