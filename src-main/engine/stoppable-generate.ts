import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { GenerateEvent, llama } from '../../src-shared/engine/llama.ts'
import type { FeatureClient } from '../../src-shared/rpc/contract.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'

export type GenerateInput = Omit<z.input<typeof llama.generate.input>, 'request_id'>

/** A child that was asked to stop and does not end its answer within this time is not waited for. */
const patienceMs = 2_000

/**
 * An answer that `signal` ends by asking for its end, so that the `end` event with what it took still comes, `stop` being
 * `aborted`. Rejects with `aborted` when the signal has aborted before, or when the child does not end it.
 */
export async function* stoppable(
  client: FeatureClient<typeof llama>,
  input: GenerateInput,
  signal: AbortSignal,
): AsyncGenerator<GenerateEvent, void> {
  if (signal.aborted) throw new AppError(rpcError.aborted, undefined, { cause: signal.reason })
  const request_id = randomUUID()
  const givenUp = new AbortController()
  let patience: NodeJS.Timeout | undefined
  const ask = () => {
    patience = setTimeout(() => givenUp.abort(signal.reason), patienceMs)
    // If the child is lost, the answer itself tells it.
    client.stop({ request_id }).catch(() => undefined)
  }
  signal.addEventListener('abort', ask, { once: true })
  try {
    yield* client.generate({ ...input, request_id }, givenUp.signal)
  } finally {
    clearTimeout(patience)
    signal.removeEventListener('abort', ask)
  }
}
