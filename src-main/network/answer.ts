import { networkError } from '../../src-shared/desktop/network.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { GateResponse, Hop } from './request.ts'
import type { LoggedRequest } from './request-log.ts'

const TEXT_LIMIT_BYTES = 16 * 1024 * 1024

interface Watch {
  readonly entry: LoggedRequest
  readonly isOffline: () => boolean
}

/** What the caller gets: a body that is counted in the log and cut off by the offline switch. */
export function answerOf(hop: Hop, response: Response, watch: Watch): GateResponse {
  const outcome = String(response.status)
  const body = counted(hop, response, watch)
  if (response.body === null) watch.entry.close(outcome)
  return {
    status: response.status,
    headers: response.headers,
    url: hop.target.href,
    body,
    text: (limitBytes = TEXT_LIMIT_BYTES) => readText(body, limitBytes, hop.target.host),
    async discard() {
      watch.entry.close(outcome)
      await response.body?.cancel()
    },
  }
}

async function* counted(hop: Hop, { body, status }: Response, { entry, isOffline }: Watch): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body ?? []) {
      if (isOffline()) throw new AppError(networkError.offline, { host: hop.target.host })
      entry.count(chunk.byteLength)
      yield chunk
    }
    entry.close(String(status))
  } catch (error) {
    throw entry.fail(translate(error, hop))
  } finally {
    entry.close('aborted')
  }
}

/** The caller's own abort reason, our own errors as they are, everything else `network.unreachable` {host, why}. */
export function translate(error: unknown, { signal, target }: Hop): unknown {
  if (signal?.aborted) return signal.reason
  if (error instanceof AppError) return error
  return new AppError(networkError.unreachable, { host: target.host, why: whyUnreachable(error) }, { cause: error })
}

function whyUnreachable(error: unknown): string {
  if (!(error instanceof Error)) return 'failed'
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'timeout'
  const code = 'code' in error ? error.code : undefined
  if (typeof code === 'string') return code
  return error.cause === undefined ? 'failed' : whyUnreachable(error.cause)
}

async function readText(body: AsyncIterable<Uint8Array>, limitBytes: number, host: string): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > limitBytes) throw new AppError(networkError.refused, { host, why: 'answer_too_large' })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
