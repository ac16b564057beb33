import { type NetworkRequest, networkError } from '../../src-shared/desktop/network.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { createRequestLog, type LoggedRequest } from './request-log.ts'
import { isLoopback, refuseUnsafe } from './safe-url.ts'

export interface GateRequest {
  readonly url: string
  /** Shown to the person: why this leaves the machine. */
  readonly reason: string
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array<ArrayBuffer>
  /** `stop` answers with the redirect itself. */
  readonly redirects?: 'follow' | 'stop'
  /** Until the head of each answer; the body has no limit of its own. Default 30 s. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal | undefined
}

export interface GateResponse {
  readonly status: number
  readonly headers: Headers
  /** Of the last hop. */
  readonly url: string
  /** Errors: the caller's abort reason, `network.offline` when the switch was thrown, `network.unreachable` when the line broke. */
  readonly body: AsyncIterable<Uint8Array>
  /** Errors: `network.refused` over `limitBytes` (default 16 MiB). */
  text(limitBytes?: number): Promise<string>
  /** Lets go of an answer whose body nobody reads. */
  discard(): Promise<void>
}

export interface GateDeps {
  readonly isOffline: () => boolean
  readonly now: () => number
  readonly fetch?: typeof fetch
  /** Newest requests kept for the page. Default 500. */
  readonly keep?: number
}

export interface Gate {
  /**
   * The only way out of the machine. https, or http to this machine itself; redirects are followed by hand, at most 5.
   * Any status is an answer. Errors: `network.offline`, `network.unreachable`, `network.refused`, or the signal's reason.
   */
  request(request: GateRequest): Promise<GateResponse>
  /** Newest first. */
  requests(): NetworkRequest[]
}

const MAX_REDIRECTS = 5
const HEAD_TIMEOUT_MS = 30_000
const TEXT_LIMIT_BYTES = 16 * 1024 * 1024
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308]
const ORIGIN_HEADERS: readonly string[] = ['authorization', 'cookie']

type Hop = GateRequest & { readonly target: URL }

export function createGate({ isOffline, now, fetch: send = fetch, keep = 500 }: GateDeps): Gate {
  const log = createRequestLog({ now, keep })

  return { request: async (request) => follow({ ...request, target: parsed(request.url) }, MAX_REDIRECTS), requests: log.list }

  async function follow(hop: Hop, left: number): Promise<GateResponse> {
    const entry = log.open(hop.method ?? 'GET', hop.target, hop.reason)
    const response = await ask(hop, entry)
    const location = response.headers.get('location')
    if (hop.redirects === 'stop' || !REDIRECTS.includes(response.status) || location === null) return answer(hop, response, entry)
    await response.body?.cancel()
    entry.close(String(response.status))
    if (left === 0) throw new AppError(networkError.refused, { host: hop.target.host, why: 'too_many_redirects' })
    return follow(nextHop(hop, location, response.status), left - 1)
  }

  async function ask(hop: Hop, entry: LoggedRequest): Promise<Response> {
    const timeout = new AbortController()
    const timer = setTimeout(() => timeout.abort(), hop.timeoutMs ?? HEAD_TIMEOUT_MS)
    try {
      refuseUnsafe(hop.target)
      if (isOffline()) throw new AppError(networkError.offline, { host: hop.target.host })
      return await send(hop.target, {
        method: hop.method ?? 'GET',
        headers: { ...hop.headers },
        ...(hop.body === undefined ? {} : { body: hop.body }),
        redirect: 'manual',
        signal: hop.signal ? AbortSignal.any([hop.signal, timeout.signal]) : timeout.signal,
      })
    } catch (error) {
      throw entry.fail(translate(error, hop))
    } finally {
      clearTimeout(timer)
    }
  }

  function answer(hop: Hop, response: Response, entry: LoggedRequest): GateResponse {
    const body = counted(hop, response, entry)
    if (response.body === null) entry.close(String(response.status))
    return {
      status: response.status,
      headers: response.headers,
      url: hop.target.href,
      body,
      text: (limitBytes = TEXT_LIMIT_BYTES) => readText(body, limitBytes, hop.target.host),
      discard: async () => {
        entry.close(String(response.status))
        await response.body?.cancel()
      },
    }
  }

  async function* counted(hop: Hop, response: Response, entry: LoggedRequest): AsyncGenerator<Uint8Array> {
    try {
      if (response.body) {
        for await (const chunk of response.body) {
          if (isOffline()) throw new AppError(networkError.offline, { host: hop.target.host })
          entry.count(chunk.byteLength)
          yield chunk
        }
      }
      entry.close(String(response.status))
    } catch (error) {
      throw entry.fail(translate(error, hop))
    } finally {
      entry.close('aborted')
    }
  }
}

function parsed(url: string): URL {
  if (!URL.canParse(url)) throw new AppError(networkError.refused, { host: null, why: 'not_an_address' })
  return new URL(url)
}

/** Credentials stay with the host they were meant for; nobody outside sends us to this machine's own ports. */
function nextHop(hop: Hop, location: string, status: number): Hop {
  if (!URL.canParse(location, hop.target.href))
    throw new AppError(networkError.refused, { host: hop.target.host, why: 'not_an_address' })
  const target = new URL(location, hop.target)
  if (isLoopback(target) && !isLoopback(hop.target)) {
    throw new AppError(networkError.refused, { host: target.host, why: 'redirect_to_this_machine' })
  }
  const headers =
    target.origin === hop.target.origin
      ? hop.headers
      : Object.fromEntries(Object.entries(hop.headers ?? {}).filter(([name]) => !ORIGIN_HEADERS.includes(name.toLowerCase())))
  const { body: _, ...withoutBody } = hop
  const isRepeated = status === 307 || status === 308 || hop.method === undefined || hop.method === 'GET' || hop.method === 'HEAD'
  return { ...(isRepeated ? hop : { ...withoutBody, method: 'GET' }), ...(headers ? { headers } : {}), target }
}

function translate(error: unknown, { signal, target }: Hop): unknown {
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
