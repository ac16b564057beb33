import { networkError } from '../../src-shared/desktop/network.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { answerOf, translate } from './answer.ts'
import type { GateRequest, GateResponse, Hop } from './request.ts'
import type { Departure, LoggedRequest, RequestLog } from './request-log.ts'
import { isLoopback, refuseUnsafe } from './safe-url.ts'

export interface GateDeps {
  readonly isOffline: () => boolean
  readonly fetch?: typeof fetch
  /** Hears of every request before it leaves. */
  readonly log: RequestLog
}

export interface Gate {
  /**
   * The only way out of the machine. https, or http to this machine itself; redirects are followed by hand, at most 5.
   * Any status is an answer. Errors: `network.offline`, `network.unreachable`, `network.refused`, or the signal's reason.
   */
  request(request: GateRequest): Promise<GateResponse>
  /** Lets the shell make this one request: refused and listed like one of ours. Whoever asks closes what is returned. */
  admit(request: Pick<GateRequest, 'url' | 'reason'>): LoggedRequest
}

const MAX_REDIRECTS = 5
const HEAD_TIMEOUT_MS = 30_000
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308]
const ORIGIN_HEADERS: readonly string[] = ['authorization', 'cookie']

export function createGate({ isOffline, log, fetch: send = fetch }: GateDeps): Gate {
  return {
    request: async (request) => follow({ ...request, target: parsed(request.url) }, MAX_REDIRECTS),
    admit({ url, reason }) {
      const target = parsed(url)
      const entry = log.open(departureOf({ url, reason, target }))
      try {
        refuse(target)
        return entry
      } catch (error) {
        throw entry.fail(error)
      }
    },
  }

  function refuse(target: URL): void {
    refuseUnsafe(target)
    if (isOffline()) throw new AppError(networkError.offline, { host: target.host })
  }

  async function follow(hop: Hop, left: number): Promise<GateResponse> {
    const entry = log.open(departureOf(hop))
    const response = await ask(hop, entry)
    const location = response.headers.get('location')
    if (hop.redirects === 'stop' || !REDIRECTS.includes(response.status) || location === null) {
      return answerOf(hop, response, { entry, isOffline })
    }
    await response.body?.cancel()
    entry.close(String(response.status))
    if (left === 0) throw new AppError(networkError.refused, { host: hop.target.host, why: 'too_many_redirects' })
    return follow(nextHop(hop, location, response.status), left - 1)
  }

  async function ask(hop: Hop, entry: LoggedRequest): Promise<Response> {
    const timeout = new AbortController()
    const timer = setTimeout(() => timeout.abort(), hop.timeoutMs ?? HEAD_TIMEOUT_MS)
    try {
      refuse(hop.target)
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
}

/** What is sent is counted as HTTP/1.1 would write it; the head of what comes back is not counted. */
function departureOf({ method = 'GET', target, reason, subject = '', headers = {}, body = '' }: Hop): Departure {
  const lines = [`${method} ${target.pathname}${target.search} HTTP/1.1`, `host: ${target.host}`]
  const head = [...lines, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)].join('\r\n')
  return { method, url: target, reason, subject, sentBytes: Buffer.byteLength(head) + 4 + Buffer.byteLength(body) }
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
